using HealthGraph.GraphQL.Cost;
using HealthGraph.GraphQL.Data.Nodes;
using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Data.Schema;

/// <summary>The interface of rows with a global id, and the fields that find rows by it.</summary>
/// <remarks>https://relay.dev/graphql/objectidentification.htm</remarks>
internal sealed class NodeTypes(IReadOnlyDictionary<string, (Relation Relation, ObjectType Type)> objects)
{
    public const string IdField = "id";

    /// <summary>The most ids that <c>nodes</c> takes.</summary>
    public const int MaxNodes = 50;

    public InterfaceType Interface { get; } = new("Node")
    {
        Description = "A row that can be found again by its `id`, whatever its type.",
        FieldsFactory = () => [new Field(IdField, SpecifiedScalars.ID.NonNull()) { Description = "The global id." }],
    };

    public static Field Id(Relation relation) => new(IdField, SpecifiedScalars.ID.NonNull())
    {
        Description = "The global id, by which `node` finds the row.",
        Features = FeatureSet.Of(new GlobalIdFeature(relation)),
    };

    public Field Node(FeatureSet features) => new("node", Interface)
    {
        Description = "The row of a global id; null when there is none, or none that the caller may see.",
        Arguments = [new("id", SpecifiedScalars.ID.NonNull()) { Description = "The `id` of the row." }],
        AppliedDirectives = RelationCost.ByKey,
        Features = features,
        Resolve = new NodeResolver(Find).ResolveNodeAsync,
    };

    public Field Nodes(FeatureSet features) => new("nodes", Interface.List().NonNull())
    {
        Description = $"The rows of up to {MaxNodes} global ids, in the order of the ids; null in the place of a row that is not there, or that the caller may not see.",
        Arguments = [new("ids", SpecifiedScalars.ID.NonNull().List().NonNull()) { Description = $"The `id`s of the rows, {MaxNodes} at most." }],
        AppliedDirectives =
        [
            ListSizeDirective.Apply(new ListSize { AssumedSize = MaxNodes, SlicingArguments = ["ids"], RequireOneSlicingArgument = false }),
            .. RelationCost.ByKeys,
        ],
        Features = features,
        Resolve = new NodeResolver(Find).ResolveNodesAsync,
    };

    private NodeKey? Find(string id) =>
        GlobalId.Split(id) is { } parts && objects.TryGetValue(parts.TypeName, out var found)
            && GlobalId.ReadKey(found.Relation, parts.Key) is { } key
            ? new NodeKey(found.Relation, found.Type, key)
            : null;
}
