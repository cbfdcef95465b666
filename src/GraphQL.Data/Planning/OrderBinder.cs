using HealthGraph.GraphQL.Data.Groups;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>Takes a coerced <c>order</c> apart into keys; the relation's key ends every order, so that it is total.</summary>
internal static class OrderBinder
{
    public static List<OrderKey> Bind(
        BoundRequest request, Relation relation, object? order, InputObjectType? type)
    {
        var keys = Read(request, order, type);
        if (keys.Count == 0)
        {
            foreach (var (columnName, descending) in relation.DefaultOrder)
            {
                Add(keys, new OrderKey([], relation.Find(columnName), descending));
            }
        }

        // The key follows the direction of what comes before it, so that one index serves both ways.
        var last = keys.Count > 0 && keys[^1].Descending;
        for (var i = 0; i < relation.Key.Count; i++)
        {
            Add(keys, new OrderKey([], relation.Key[i], last));
        }

        Write(request, keys);
        return keys;
    }

    /// <summary>The keys that are asked for.</summary>
    public static List<OrderKey> Read(BoundRequest request, object? order, InputObjectType? type)
    {
        var keys = new List<OrderKey>();
        foreach (var entry in order as IReadOnlyList<object?> ?? [])
        {
            Add(keys, ReadEntry(request, (InputObjectValue)entry!, type!));
        }

        return keys;
    }

    public static void Write(BoundRequest request, List<OrderKey> keys)
    {
        foreach (var key in keys)
        {
            foreach (var link in key.Links)
            {
                request.Add(InstructionCode.OrderLink, link);
            }

            if (key.Count is { } count)
            {
                request.Use(count.Link.Target());
                request.Add(InstructionCode.OrderCount, count.Link, key.Descending ? 1 : 0);
                new FilterBinder(request).Bind(count.Where, count.Definition);
            }
            else
            {
                request.Add(InstructionCode.OrderKey, key.Column, key.Descending ? 1 : 0);
            }
        }
    }

    /// <summary>Adds a key, unless it stands there already: it decides nothing more then.</summary>
    public static void Add(List<OrderKey> keys, OrderKey key)
    {
        foreach (var known in keys)
        {
            if (known.Column == key.Column && known.Count == key.Count && known.Links.SequenceEqual(key.Links))
            {
                return;
            }
        }

        keys.Add(key);
    }

    private static OrderKey ReadEntry(BoundRequest request, InputObjectValue entry, InputObjectType type)
    {
        var links = new List<ToOne>();
        PartFeature? part = null;
        while (true)
        {
            if (entry.Entries is not [{ Value: not null } only])
            {
                throw new GraphQLException(
                    $"Each object of `order` must have exactly one field of `{type.Name}` with a direction: {{createdAt: ASC}}, not {entry.Count} fields or null.",
                    ErrorCodes.InvalidFilter);
            }

            var feature = type.Fields[only.Key].Features.Get<SortFeature>()!;
            if (part is not null)
            {
                return new OrderKey(links, part.Find(only.Key) ?? throw NoSuchPart(part, only.Key), (bool)only.Value);
            }

            if (feature.Column is not null)
            {
                links.AddRange(feature.Column.Via);
                foreach (var link in links)
                {
                    request.Use(link.Target());
                }

                return feature.Counted is { } counted
                    ? CountKey(links, feature.Column, counted, (InputObjectValue)only.Value, (InputObjectType)type.Fields[only.Key].Type.Named)
                    : new OrderKey(links, feature.Column, (bool)only.Value);
            }

            if (feature.Link is not null)
            {
                links.AddRange(feature.Link.Via);
                links.Add(feature.Link);
            }

            part = type.Fields[only.Key].Features.Get<PartFeature>();
            entry = (InputObjectValue)only.Value;
            type = (InputObjectType)type.Fields[only.Key].Type.Named;
        }
    }

    private static GraphQLException NoSuchPart(PartFeature part, string field) =>
        new($"`order` names `{field}` in `{part.Name}`, which groups do not have.", ErrorCodes.InvalidFilter);

    private static OrderKey CountKey(List<ToOne> links, Column column, ToMany counted, InputObjectValue value, InputObjectType type) =>
        new(links, column, (bool)value[RelationTypes.DirectionField]!)
        {
            Count = new CountedRows(counted, value.GetValueOrDefault(RelationTypes.WhereField), type.Fields[RelationTypes.WhereField]),
        };
}

/// <summary>One key of an order: a column, perhaps of a linked row.</summary>
internal readonly record struct OrderKey(IReadOnlyList<ToOne> Links, Column Column, bool Descending)
{
    /// <summary>What is counted, when the column stands for a number of rows.</summary>
    public CountedRows? Count { get; init; }

    /// <summary>Whether it may be NULL: the column, or a row on the way that is missing.</summary>
    public bool IsNullable => Column.IsNullable || Links.Any(link => link.IsNullable);
}

/// <summary>Rows that are counted for an order.</summary>
/// <param name="Link">The link to them.</param>
/// <param name="Where">Which of them: a coerced filter, or null.</param>
/// <param name="Definition">The input that the filter was given in.</param>
internal sealed record CountedRows(ToMany Link, object? Where, InputValue Definition);
