using HealthGraph.GraphQL.Execution;

namespace HealthGraph.Api.Composition;

/// <summary>A schema with what was made from it. A request stays with the one it began with.</summary>
internal sealed class SchemaSnapshot(OperationExecutor executor, Func<string> printSdl)
{
    private readonly Lazy<string> _sdl = new(printSdl);

    public OperationExecutor Executor { get; } = executor;

    /// <summary>The schema as it stands in schema.graphql.</summary>
    public string Sdl => _sdl.Value;
}
