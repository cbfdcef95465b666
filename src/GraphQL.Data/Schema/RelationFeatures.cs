using HealthGraph.GraphQL.Data.Relations;

namespace HealthGraph.GraphQL.Data.Schema;

// What the planner finds on the fields and arguments that RelationTypes made: the way back from the schema to the relation.

/// <summary>A field whose value is a page of a relation.</summary>
public sealed record ConnectionFeature(Relation Relation, PagingOptions Paging);

/// <summary>A field whose value is one row of a relation, found by its key.</summary>
public sealed record ByKeyFeature(Relation Relation);

/// <summary>A field that shows the global id of its row.</summary>
internal sealed record GlobalIdFeature(Relation Relation);

/// <summary>A field that shows a column.</summary>
internal sealed record ColumnFeature(Column Column);

/// <summary>A field that follows a link.</summary>
internal sealed record LinkFeature(RelationLink Link);

/// <summary>A field that counts the rows of a link.</summary>
internal sealed record CountFeature(ToMany Link);

/// <summary>What a field of a connection or edge type stands for.</summary>
internal sealed record ConnectionPartFeature(ConnectionPart Part);

internal enum ConnectionPart
{
    PageInfo,
    Edges,
    Nodes,
    TotalCount,
    Groups,
    Cursor,
    Node,
    HasNextPage,
    HasPreviousPage,
    StartCursor,
    EndCursor,
}

/// <summary>What a field of a filter input does.</summary>
internal sealed record FilterFeature(FilterOperation Operation, Column? Column = null, RelationLink? Link = null);

internal enum FilterOperation
{
    And,
    Or,
    Not,

    /// <summary>The operations inside are about this column.</summary>
    Column,

    /// <summary>The conditions inside are about what one function makes of a group.</summary>
    Part,

    /// <summary>The filter inside is about the linked row.</summary>
    ToOne,

    /// <summary>The quantifiers inside are about the linked rows.</summary>
    ToMany,
    Eq,
    Neq,
    In,
    Nin,
    Gt,
    Ngt,
    Gte,
    Ngte,
    Lt,
    Nlt,
    Lte,
    Nlte,
    Contains,
    NotContains,
    StartsWith,
    NotStartsWith,
    EndsWith,
    NotEndsWith,
    EqIgnoringCase,
    ContainsIgnoringCase,
    StartsWithIgnoringCase,
    EndsWithIgnoringCase,
    All,
    None,
    Some,
    Any,
}

/// <summary>
/// What a field of a sort input orders by: a column, one through a link, or, with neither, one of a part of a group. With
/// <paramref name="Counted"/> the column stands for the number of rows of that link.
/// </summary>
internal sealed record SortFeature(Column? Column, ToOne? Link, ToMany? Counted = null);
