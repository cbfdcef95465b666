using HealthGraph.GraphQL.Data.Nodes;
using HealthGraph.GraphQL.Data.Reading;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>What a global id says: which row of which relation.</summary>
internal sealed record NodeKey(Relation Relation, ObjectType Type, IReadOnlyList<object> Key);

/// <summary>Resolves <c>node</c> and <c>nodes</c>.</summary>
/// <param name="find">Reads a global id; null when it is none.</param>
internal sealed class NodeResolver(Func<string, NodeKey?> find)
{
    public ValueTask<object?> ResolveNodeAsync(FieldContext context)
    {
        var node = Read(context.Argument<string>("id")!);
        return ValueTask.FromResult<object?>(ByKeyResolver.RowOf(context, Plan(context, "node", node), node.Key));
    }

    public ValueTask<object?> ResolveNodesAsync(FieldContext context)
    {
        var ids = context.Argument<IReadOnlyList<object?>>("ids")!;
        if (ids.Count > NodeTypes.MaxNodes)
        {
            throw new GraphQLException(
                $"The maximum number of nodes that can be fetched at once is {NodeTypes.MaxNodes}. This selection tried to fetch {ids.Count} nodes.",
                ErrorCodes.TooManyNodes);
        }

        var batches = new Dictionary<Relation, NodeBatch>();
        var items = new object?[ids.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var node = Read((string)ids[i]!);
            if (!batches.TryGetValue(node.Relation, out var batch))
            {
                batches.Add(node.Relation, batch = new NodeBatch(context, Plan(context, "nodes", node)));
            }

            items[i] = batch.Add(node.Key, i);
        }

        return ValueTask.FromResult<object?>(items);
    }

    private NodeKey Read(string id) => find(id) ?? throw GlobalId.Malformed(id);

    private static RowPlan Plan(FieldContext context, string form, NodeKey node) => context.Operation.Prepared.Bag.GetOrAdd(
        (context.Selection, form, node.Type), static (key, relation) => SelectionPlanner.PlanRow(key.Selection, relation, key.Type), node.Relation);
}
