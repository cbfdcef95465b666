using HealthGraph.Api.Access;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.Composition;

/// <summary>What a role is shown of a schema, where it may look at the schema at all: what it may use.</summary>
internal sealed class SchemaView
{
    private readonly Lazy<string> _sdl;
    private readonly Lazy<OperationExecutor> _open;
    private readonly Lazy<OperationExecutor> _closed;

    /// <param name="whole">The schema.</param>
    /// <param name="role">Whose part it is.</param>
    /// <param name="createExecutor">Makes an executor that tells what this part holds, or one that tells no names.</param>
    public SchemaView(GraphQL.TypeSystem.Schema whole, Role role, Func<GraphQL.TypeSystem.Schema, bool, OperationExecutor> createExecutor)
    {
        Schema = SchemaFilter.Filter(
            whole,
            type => AccessRules.Of(type)?.Allows(role) != false,
            (type, field) => AccessRules.Of(whole, type, field)?.Allows(role) != false);
        _sdl = new(() => SchemaText.Print(Schema));
        _open = new(() => createExecutor(Schema, true));
        _closed = new(() => createExecutor(Schema, false));
    }

    public GraphQL.TypeSystem.Schema Schema { get; }

    /// <summary>The part as text.</summary>
    public string Sdl => _sdl.Value;

    public OperationExecutor Executor(bool schemaIsOpen) => (schemaIsOpen ? _open : _closed).Value;
}
