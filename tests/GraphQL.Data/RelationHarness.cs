using System.Text;
using System.Text.Json;
using HealthGraph.GraphQL.Cost;
using HealthGraph.GraphQL.Data.Reading;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.Data.Tables;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Execution.Incremental;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HealthGraph.GraphQL.Data.Tests;

/// <summary>A schema over relations in a test's database, asked as a client would.</summary>
internal sealed class RelationHarness : IRelationDatabase, IRelationAccess, IRelationObserver
{
    private readonly TestDatabase _database;
    private readonly TypeSystem.Schema _schema;
    private readonly OperationExecutor _executor;
    private readonly ServiceProvider _services;

    public RelationHarness(TestDatabase database, params (string Field, Relation Relation)[] connections)
        : this(database, new PagingOptions(10, 100), connections)
    {
    }

    public RelationHarness(TestDatabase database, PagingOptions paging, params (string Field, Relation Relation)[] connections)
    {
        _database = database;
        var types = new RelationTypes();
        var query = new ObjectType("Query")
        {
            FieldsFactory = () => connections.SelectMany(connection => new[]
            {
                types.Connection(connection.Field, connection.Relation, "Rows.", paging),
                types.ByKey(connection.Field[..^1], connection.Relation, "A row."),
            }).Concat([types.Node(FeatureSet.Empty), types.Nodes(FeatureSet.Empty)]),
        };
        _schema = new TypeSystem.Schema(new SchemaOptions
        {
            Query = query,
            Directives = [CostDirective.Definition, ListSizeDirective.Definition, SpecifiedDirectives.Defer, SpecifiedDirectives.Stream],
        });
        _executor = new OperationExecutor(
            _schema,
            new OperationExecutorOptions { OnUnexpectedError = (exception, _) => throw new InvalidOperationException("Unexpected", exception) });
        _services = new ServiceCollection()
            .AddSingleton<IRelationDatabase>(this).AddSingleton<IRelationAccess>(this).AddSingleton<IRelationObserver>(this).BuildServiceProvider();
    }

    public HashSet<Relation> Refused { get; } = [];

    public InputObjectType FindInput(string name) => (InputObjectType)_schema.FindType(name)!;

    public int Statements { get; private set; }

    public async ValueTask<NpgsqlConnection> OpenAsync(OperationContext operation, CancellationToken cancellationToken)
    {
        Statements++;
        return await (Reader ?? _database.DataSource).OpenConnectionAsync(cancellationToken);
    }

    /// <summary>Where rows are read, when not as the owner of everything.</summary>
    public NpgsqlDataSource? Reader { get; init; }

    /// <summary>The statement in front of each, made anew for each.</summary>
    public Func<NpgsqlBatchCommand>? Identity { get; set; }

    /// <summary>What each statement began with.</summary>
    public List<Relation?> Roots { get; } = [];

    public NpgsqlBatchCommand? Identify(OperationContext operation, Relation? root)
    {
        Roots.Add(root);
        return Identity?.Invoke();
    }

    /// <summary>What counts the rows of each statement.</summary>
    public Func<GivenRows, StatementObservation?>? Observer { get; set; }

    public StatementObservation? Observe(OperationContext operation, GivenRows given) => Observer?.Invoke(given);

    /// <summary>The tables that the caller reads in place of the relations'.</summary>
    public RelationView? View { get; set; }

    public RelationView? ViewFor(OperationContext operation) => View;

    public void Demand(Relation relation, OperationContext operation)
    {
        if (Refused.Contains(relation))
        {
            throw new Errors.GraphQLException($"{relation} is not for you.", Errors.ErrorCodes.NotAuthorized);
        }
    }

    public int SmallestGroup { get; set; }

    int IRelationAccess.SmallestGroup(Relation relation, OperationContext operation) => SmallestGroup;

    /// <summary>The whole response.</summary>
    public async Task<JsonElement> AskAsync(string document, object? variables = null)
    {
        using var output = new MemoryStream();
        await RespondAsync(document, output, variables);
        return JsonDocument.Parse(output.ToArray()).RootElement;
    }

    /// <summary>The whole response, as it is written.</summary>
    public async Task RespondAsync(string document, Stream output, object? variables = null)
    {
        var request = new OperationRequest
        {
            Document = Encoding.UTF8.GetBytes(document),
            Variables = variables is null ? null : JsonSerializer.SerializeToElement(variables),
            Services = _services,
        };
        using var result = await _executor.ExecuteAsync(request, TestContext.Current.CancellationToken);
        await using var writer = new ResponseWriter(output);
        await ResultSerializer.WriteAsync(Assert.IsType<ExecutionResult>(result), writer, TestContext.Current.CancellationToken);
        await writer.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The payloads of an incremental delivery, each as text.</summary>
    public async Task<List<string>> DeliverAsync(string document, object? variables = null)
    {
        using var result = await BeginAsync(document, variables);
        var incremental = Assert.IsType<IncrementalResult>(result);
        var payloads = new List<string> { await TextOf(writer => ResultSerializer.WriteAsync(incremental, writer, TestContext.Current.CancellationToken)) };
        await foreach (var update in incremental.Updates.WithCancellation(TestContext.Current.CancellationToken))
        {
            payloads.Add(await TextOf(writer => ResultSerializer.WriteAsync(update, writer, TestContext.Current.CancellationToken)));
        }

        return payloads;
    }

    public ValueTask<OperationResult> BeginAsync(string document, object? variables = null) => _executor.ExecuteAsync(
        new OperationRequest
        {
            Document = Encoding.UTF8.GetBytes(document),
            Variables = variables is null ? null : JsonSerializer.SerializeToElement(variables),
            Services = _services,
            AcceptsIncrementalDelivery = true,
        },
        TestContext.Current.CancellationToken);

    public static async Task<string> TextOf(Func<ResponseWriter, ValueTask> write)
    {
        using var output = new MemoryStream();
        await using var writer = new ResponseWriter(output);
        await write(writer);
        await writer.FlushAsync(TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>The same operation as a table.</summary>
    public async Task<string> TableAsync(string document, TableFormat format, object? variables = null)
    {
        using var output = new MemoryStream();
        await TableAsync(document, format, output, variables);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>The same operation as a table, as it is written.</summary>
    public async Task TableAsync(string document, TableFormat format, Stream output, object? variables = null)
    {
        var request = new OperationRequest
        {
            Document = Encoding.UTF8.GetBytes(document),
            Variables = variables is null ? null : JsonSerializer.SerializeToElement(variables),
            Services = _services,
            ReadsWholeLists = true,
        };
        using var opened = _executor.Open(request, TestContext.Current.CancellationToken, out var refusal)
            ?? throw new Errors.GraphQLException(refusal!.Errors[0]);
        await Table.Of(opened.Context).WriteAsync(format, output, opened.Context.CancellationToken);
    }

    /// <summary>The data, of a response without errors.</summary>
    public async Task<JsonElement> DataAsync(string document, object? variables = null)
    {
        var response = await AskAsync(document, variables);
        Assert.False(response.TryGetProperty("errors", out var errors), errors.ToString());
        return response.GetProperty("data");
    }

    /// <summary>The one error, of a response that has one: code and message.</summary>
    public async Task<(string Code, string Message)> ErrorAsync(string document, object? variables = null)
    {
        var response = await AskAsync(document, variables);
        var error = Assert.Single(response.GetProperty("errors").EnumerateArray());
        return (error.GetProperty("extensions").GetProperty("code").GetString()!, error.GetProperty("message").GetString()!);
    }
}
