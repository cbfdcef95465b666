using System.Text;
using System.Text.Json;
using HealthGraph.Fuzz.Tests.Mutation;
using HealthGraph.GraphQL.Cost;
using HealthGraph.GraphQL.Data;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.TypeSystem;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HealthGraph.Fuzz.Tests.Targets;

/// <summary>
/// A document and its variables, against the schema of the product: parsed, printed, validated, priced, planned into SQL. Only the
/// database is not there.
/// </summary>
internal sealed class DocumentTarget : IFuzzTarget, IRelationDatabase, IRelationAccess
{
    // Between a document and its variables; neither can hold it.
    private const byte Separator = 0x1E;

    private readonly OperationExecutor _executor;
    private readonly ServiceProvider _services;
    private readonly QueryGenerator _generator;
    private Exception? _unexpected;

    public DocumentTarget(Schema schema, IReadOnlyList<byte[]> seeds)
    {
        Seeds = seeds;
        _generator = new QueryGenerator(schema, []);
        _services = new ServiceCollection().AddSingleton<IRelationDatabase>(this).AddSingleton<IRelationAccess>(this).BuildServiceProvider();
        _executor = new OperationExecutor(schema, new OperationExecutorOptions
        {
            Cost = new CostOptions(),
            DocumentCacheBytes = 1024 * 1024,
            OnUnexpectedError = (exception, _) =>
            {
                // What mutations and subscriptions work with is not there; how they are written is what is tested.
                _unexpected ??= exception.Message.StartsWith("No service for type", StringComparison.Ordinal) ? null : exception;
                return OperationExecutorOptions.Unexpected();
            },
        });
    }

    public string Name => "documents";

    public IReadOnlyList<byte[]> Seeds { get; }

    public byte[] Make(Dice dice)
    {
        var seed = dice.OneIn(3) ? Encoding.UTF8.GetBytes(_generator.Make(dice)) : dice.Pick(Seeds);
        var (document, variables) = Split(seed);
        document = dice.Below(10) switch
        {
            < 3 => ByteMutator.Mutate(document, Split(dice.Pick(Seeds)).Document, dice),
            < 7 => TreeMutator.Mutate(document, Split(dice.Pick(Seeds)).Document, dice),
            7 => ByteMutator.Mutate(TreeMutator.Mutate(document, Split(dice.Pick(Seeds)).Document, dice), document, dice),
            _ => document,
        };
        if (variables.Length > 0 && dice.OneIn(2))
        {
            variables = dice.OneIn(5) ? ByteMutator.Mutate(variables, variables, dice) : JsonMutator.Mutate(variables, dice);
        }

        return variables.Length == 0 ? document : [.. document, Separator, .. variables];
    }

    public void Run(byte[] data)
    {
        var (document, variables) = Split(data);
        PrintAndParse(document);
        _unexpected = null;
        var request = new OperationRequest
        {
            Document = document,
            Variables = Read(variables),
            Services = _services,
        };
        // Nothing here waits for anything, so that the caller's small stack is the one that is used.
        var pending = _executor.ExecuteAsync(request, CancellationToken.None).AsTask();
        if (!pending.Wait(TimeSpan.FromSeconds(10)))
        {
            throw new FuzzFindingException("The execution does not end.");
        }

        using var result = pending.Result;
        if (result is ExecutionResult execution)
        {
            Check(execution);
        }

        if (_unexpected is { } unexpected)
        {
            throw new FuzzFindingException($"Unexpected: {unexpected.GetType().Name}: {unexpected.Message}", unexpected);
        }
    }

    public ValueTask<NpgsqlConnection> OpenAsync(OperationContext operation, CancellationToken cancellationToken) =>
        throw new GraphQLException("There is no database.", ErrorCodes.Unavailable);

    public void Demand(Relation relation, OperationContext operation)
    {
        // Everything may be read.
    }

    public int SmallestGroup(Relation relation, OperationContext operation) => 0;

    NpgsqlBatchCommand? IRelationDatabase.Identify(OperationContext operation, Relation? root) => null;

    RelationView? IRelationAccess.ViewFor(OperationContext operation) => null;

    private static void Check(ExecutionResult execution)
    {
        if (execution.Errors.Count > 51 || (execution.RequestError == RequestErrorKind.Validation && execution.Errors.Count > 6))
        {
            throw new FuzzFindingException($"There are {execution.Errors.Count} errors.");
        }

        using var output = new MemoryStream();
        var writer = new ResponseWriter(output);
        WriteAsync(execution, writer).Wait();
        try
        {
            using var parsed = JsonDocument.Parse(output.ToArray(), new JsonDocumentOptions { MaxDepth = 1000 });
        }
        catch (JsonException exception)
        {
            throw new FuzzFindingException("The response is not JSON.", exception);
        }
    }

    private static async Task WriteAsync(ExecutionResult execution, ResponseWriter writer)
    {
        await using (writer)
        {
            await ResultSerializer.WriteAsync(execution, writer, CancellationToken.None);
            await writer.FlushAsync(CancellationToken.None);
        }
    }

    private static void PrintAndParse(byte[] document)
    {
        string printed;
        try
        {
            printed = Printer.Print(Parser.ParseDocument(new Source(document)));
        }
        catch (GraphQLException)
        {
            return;
        }

        // Printing may take more room than the text did: the limits are for what comes in.
        var again = Printer.Print(Parser.ParseDocument(new Source(printed), ParserOptions.Trusted));
        if (again != printed)
        {
            throw new FuzzFindingException("Printing what was printed gives another text.");
        }
    }

    private static JsonElement? Read(byte[] variables)
    {
        if (variables.Length == 0)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(variables, new JsonDocumentOptions { MaxDepth = 200 });
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (byte[] Document, byte[] Variables) Split(byte[] data)
    {
        var at = Array.LastIndexOf(data, Separator);
        return at < 0 ? (data, []) : (data[..at], data[(at + 1)..]);
    }
}
