using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>Takes a coerced <c>order</c> apart into keys; the relation's key ends every order, so that it is total.</summary>
internal static class OrderBinder
{
    public static IReadOnlyList<OrderKey> Bind(
        BoundRequest request, Relation relation, object? order, InputObjectType? type, ISet<Relation> relations)
    {
        var keys = new List<OrderKey>();
        if (order is IReadOnlyList<object?> { Count: > 0 } list)
        {
            foreach (var entry in list)
            {
                Add(keys, ReadEntry((IReadOnlyDictionary<string, object?>)entry!, type!, relations));
            }
        }
        else
        {
            foreach (var (columnName, descending) in relation.DefaultOrder)
            {
                Add(keys, new OrderKey([], relation.Find(columnName), descending));
            }
        }

        // The key follows the direction of what comes before it, so that one index serves both ways.
        var last = keys.Count > 0 && keys[^1].Descending;
        foreach (var column in relation.Key)
        {
            Add(keys, new OrderKey([], column, last));
        }

        foreach (var key in keys)
        {
            foreach (var link in key.Links)
            {
                request.Add(InstructionCode.OrderLink, link);
            }

            request.Add(InstructionCode.OrderKey, key.Column, key.Descending ? 1 : 0);
        }

        return keys;
    }

    // A key that stands there already decides nothing more.
    private static void Add(List<OrderKey> keys, OrderKey key)
    {
        if (!keys.Exists(known => known.Column == key.Column && known.Links.SequenceEqual(key.Links)))
        {
            keys.Add(key);
        }
    }

    private static OrderKey ReadEntry(IReadOnlyDictionary<string, object?> entry, InputObjectType type, ISet<Relation> relations)
    {
        var links = new List<ToOne>();
        while (true)
        {
            if (entry.Count != 1 || entry.First() is not { Value: not null } only)
            {
                throw new GraphQLException(
                    $"Each object of `order` must have exactly one field of `{type.Name}` with a direction: {{createdAt: ASC}}, not {entry.Count} fields or null.",
                    ErrorCodes.InvalidFilter);
            }

            var feature = type.Fields[only.Key].Features.Get<SortFeature>()!;
            if (feature.Column is not null)
            {
                links.AddRange(feature.Column.Via);
                relations.UnionWith(links.Select(link => link.Target()));
                return new OrderKey(links, feature.Column, (bool)only.Value);
            }

            links.AddRange(feature.Link!.Via);
            links.Add(feature.Link);
            entry = (IReadOnlyDictionary<string, object?>)only.Value;
            type = (InputObjectType)type.Fields[only.Key].Type.Named;
        }
    }
}

/// <summary>One key of an order: a column, perhaps of a linked row.</summary>
internal sealed record OrderKey(IReadOnlyList<ToOne> Links, Column Column, bool Descending)
{
    /// <summary>Whether it may be NULL: the column, or a row on the way that is missing.</summary>
    public bool IsNullable => Column.IsNullable || Links.Any(link => link.IsNullable);
}
