using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Introspection;
using HealthGraph.GraphQL.TypeSystem.Sdl;

namespace HealthGraph.Bench.Engine;

/// <summary>The introspection query, executed and written. The limit writes the same answer from a parsed JSON document.</summary>
public class IntrospectionBenchmarks : IDisposable
{
    private readonly byte[] _query = Encoding.UTF8.GetBytes(IntrospectionQuery.Text);

    private EngineHost? _host;
    private OperationExecutor? _executor;
    private JsonDocument? _answer;

    [ParamsAllValues]
    public SchemaName Schema { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _host = new EngineHost();
        _executor = Schema == SchemaName.Ours ? _host.Executor : new OperationExecutor(SdlSchemaBuilder.Build(SmallSchema.Sdl));
        using var answer = new MemoryStream();
        await WriteAsync(answer);
        _answer = JsonDocument.Parse(answer.ToArray());
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _answer?.Dispose();
        _host?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public ValueTask Introspect() => WriteAsync(Stream.Null);

    [Benchmark(Baseline = true)]
    public async ValueTask Limit()
    {
        await using var writer = new ResponseWriter(Stream.Null);
        _answer!.WriteTo(writer.Json);
        await writer.FlushAsync(CancellationToken.None);
    }

    private async ValueTask WriteAsync(Stream stream)
    {
        var request = new OperationRequest { Document = _query, Services = _host!.Services, Caller = _host.Caller };
        using var result = await _executor!.ExecuteAsync(request, CancellationToken.None);
        await using var writer = new ResponseWriter(stream);
        await ResultSerializer.WriteAsync((ExecutionResult)result, writer, CancellationToken.None);
        await writer.FlushAsync(CancellationToken.None);
    }
}

/// <summary>Whose types are asked for.</summary>
public enum SchemaName
{
    Ours,

    /// <summary>Fifteen types, the size that other servers publish figures for.</summary>
    Small,
}
