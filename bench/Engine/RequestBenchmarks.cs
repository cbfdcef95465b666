using System.Text.Json;
using BenchmarkDotNet.Attributes;
using HealthGraph.Api.Endpoint;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.Validation;

namespace HealthGraph.Bench.Engine;

/// <summary>
/// The dashboard's request from its JSON body to the SQL text and its parameters, just before the database. The limit parses the
/// same body with System.Text.Json and does nothing else.
/// </summary>
public class RequestBenchmarks : IDisposable
{
    private EngineHost? _host;
    private EngineHost? _forgetful;
    private DocumentNode? _document;
    private byte[] _body = [];

    [GlobalSetup]
    public void SetUp()
    {
        _host = new EngineHost();
        _forgetful = new EngineHost(remembersDocuments: false);
        _document = Parser.ParseDocument(new Source(EngineDocuments.Dashboard));
        using var variables = JsonDocument.Parse(EngineDocuments.DashboardVariables);
        _body = JsonSerializer.SerializeToUtf8Bytes(new { query = EngineDocuments.Dashboard, variables = variables.RootElement });
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _host?.Dispose();
        _forgetful?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public int Validate() => RequireNone(DocumentValidator.Validate(_host!.Schema, _document!).Count);

    /// <summary>A document never seen before: parsed, validated, planned, bound.</summary>
    [Benchmark]
    public ValueTask<bool> Cold() => RunAsync(_forgetful!);

    /// <summary>A document seen before: found, bound.</summary>
    [Benchmark]
    public ValueTask<bool> Cached() => RunAsync(_host!);

    [Benchmark(Baseline = true)]
    public JsonValueKind Limit()
    {
        using var document = JsonDocument.Parse(_body);
        return document.RootElement.ValueKind;
    }

    private async ValueTask<bool> RunAsync(EngineHost host)
    {
        using var parameters = Read(_body);
        var request = new OperationRequest
        {
            Document = parameters.Query ?? default,
            OperationName = parameters.OperationName,
            Variables = parameters.Variables,
            Services = host.Services,
            Caller = host.Caller,
        };
        using var result = await host.Executor.ExecuteAsync(request, CancellationToken.None);
        return result is ExecutionResult { HasStreamedValues: true, Errors.Count: 0 }
            ? true
            : throw new InvalidOperationException($"The dashboard's query failed: {((ExecutionResult)result).Errors[0].Message}");
    }

    private static GraphQLParameters Read(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        return JsonParameterReader.Read(ref reader, "request");
    }

    private static int RequireNone(int errors) =>
        errors == 0 ? errors : throw new InvalidOperationException("The dashboard's query does not fit the schema.");
}
