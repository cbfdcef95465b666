using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.Api.Composition;

/// <summary>A schema with what was made from it. A request stays with the one it began with.</summary>
internal sealed class SchemaSnapshot
{
    private readonly Lazy<string> _sdl;
    private readonly OperationExecutor _whole;
    private readonly Dictionary<Role, Lazy<SchemaView>> _views;

    /// <param name="schema">The schema.</param>
    /// <param name="createOptions">How operations are executed for who may look at the schema, or for who may not.</param>
    public SchemaSnapshot(GraphQL.TypeSystem.Schema schema, Func<bool, OperationExecutorOptions> createOptions)
    {
        Schema = schema;
        _sdl = new(() => SchemaText.Print(schema));
        _whole = new OperationExecutor(schema, createOptions(false));
        _views = Enum.GetValues<Role>().ToDictionary(
            role => role,
            role => new Lazy<SchemaView>(() => new SchemaView(schema, role, (shown, isOpen) => _whole.Showing(shown, createOptions(isOpen)))));
    }

    public GraphQL.TypeSystem.Schema Schema { get; }

    /// <summary>The schema as it stands in schema.graphql.</summary>
    public string Sdl => _sdl.Value;

    /// <summary>The executor for nobody in particular: the whole schema, and no name of it told.</summary>
    public OperationExecutor Whole => _whole;

    /// <summary>What that role is shown. Each has messages of its own, so that none made for one caller reaches another.</summary>
    public SchemaView For(Role role) => _views[role].Value;
}
