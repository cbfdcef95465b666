using HealthGraph.GraphQL.Execution;

namespace HealthGraph.Api.Composition;

/// <summary>A schema with what was made from it. A request stays with the one it began with.</summary>
internal sealed class SchemaSnapshot
{
    private readonly Lazy<string> _sdl;
    private readonly OperationExecutor _open;
    private readonly Lazy<OperationExecutor> _closed;

    /// <param name="schema">The schema.</param>
    /// <param name="createExecutor">Makes an executor that tells what the schema holds, or one that does not.</param>
    public SchemaSnapshot(GraphQL.TypeSystem.Schema schema, Func<GraphQL.TypeSystem.Schema, bool, OperationExecutor> createExecutor)
    {
        Schema = schema;
        _sdl = new(() => SchemaText.Print(schema));
        _open = createExecutor(schema, true);
        _closed = new(() => createExecutor(schema, false));
    }

    public GraphQL.TypeSystem.Schema Schema { get; }

    /// <summary>The schema as it stands in schema.graphql.</summary>
    public string Sdl => _sdl.Value;

    /// <summary>
    /// The executor for callers who may look at the schema, or for those who may not. Each has documents of its own, so that no
    /// message made for one caller reaches another.
    /// </summary>
    public OperationExecutor Executor(bool schemaIsOpen) => schemaIsOpen ? _open : _closed.Value;
}
