using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Bench.Engine;

/// <summary>A list of 100 objects with a linked one each, from memory. The limit is System.Text.Json on the same objects.</summary>
public class InMemoryBenchmarks : IDisposable
{
    private const int Count = 100;

    private static readonly byte[] Query = Encoding.UTF8.GetBytes(
        "{ visits { id place minutes isBooked therapist { name licence } } }");

    private static readonly ObjectType TherapistType = new("Therapist")
    {
        FieldsFactory = static () => [new Field("name", SpecifiedScalars.String), new Field("licence", SpecifiedScalars.String)],
    };

    private static readonly ObjectType VisitType = new("Visit")
    {
        FieldsFactory = static () =>
        [
            new Field("id", SpecifiedScalars.ID.NonNull()),
            new Field("place", SpecifiedScalars.String),
            new Field("minutes", SpecifiedScalars.Int),
            new Field("isBooked", SpecifiedScalars.Boolean.NonNull()),
            new Field("therapist", TherapistType),
        ],
    };

    private readonly Data _data = new([.. Enumerable.Range(0, Count).Select(
        i => new Visit($"visit-{i}", $"Room {i}", i, i % 2 == 0, new Therapist($"Therapist {i}", $"L-{i}")))]);

    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly OperationExecutor _executor;

    public InMemoryBenchmarks() => _executor = new OperationExecutor(new GraphQL.TypeSystem.Schema(new SchemaOptions
    {
        Query = new ObjectType("Query") { FieldsFactory = () => [new Field("visits", VisitType.List()) { Resolve = _ => new(_data.Visits) }] },
    }));

    [GlobalCleanup]
    public void Dispose()
    {
        _services.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public async ValueTask<int> Execute()
    {
        using var result = await ExecuteAsync();
        return result.Errors.Count;
    }

    [Benchmark]
    public async ValueTask ExecuteAndWrite()
    {
        using var result = await ExecuteAsync();
        await using var writer = new ResponseWriter(Stream.Null);
        await ResultSerializer.WriteAsync(result, writer, CancellationToken.None);
        await writer.FlushAsync(CancellationToken.None);
    }

    [Benchmark(Baseline = true)]
    public async ValueTask Limit()
    {
        await using var writer = new ResponseWriter(Stream.Null);
        JsonSerializer.Serialize(writer.Json, _data, JsonSerializerOptions.Web);
        await writer.FlushAsync(CancellationToken.None);
    }

    private async ValueTask<ExecutionResult> ExecuteAsync() => (ExecutionResult)await _executor.ExecuteAsync(
        new OperationRequest { Document = Query, Services = _services }, CancellationToken.None);

    private sealed record Data(IReadOnlyList<Visit> Visits);

    private sealed record Visit(string Id, string Place, int Minutes, bool IsBooked, Therapist Therapist);

    private sealed record Therapist(string Name, string Licence);
}
