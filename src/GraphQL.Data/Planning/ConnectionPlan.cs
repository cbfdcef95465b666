using System.Text.Json;
using HealthGraph.GraphQL.Data.Groups;
using HealthGraph.GraphQL.Data.Reading;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.Execution.Incremental;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>What a selection on a connection asks for; made once per document, operation and @skip/@include mask.</summary>
internal sealed class ConnectionPlan(Relation relation, PagingOptions paging, GivenRows given)
{
    public Relation Relation { get; } = relation;

    public PagingOptions Paging { get; } = paging;

    public SelectScope Scope { get; } = new(relation);

    /// <summary>The connection's fields in response order.</summary>
    public List<ConnectionFieldPlan> Fields { get; } = [];

    /// <summary>The list of rows that goes on in later payloads, if one does.</summary>
    public ConnectionFieldPlan? Streamed { get; set; }

    /// <summary>Deferred fields with a statement of their own.</summary>
    public List<(DeferredFields Part, ConnectionPlan Plan)> Apart { get; } = [];

    /// <summary>Deferred fields that are known when the streamed rows were read.</summary>
    public List<(DeferredFields Part, IReadOnlyList<ConnectionFieldPlan> Fields)> AfterRows { get; } = [];

    /// <summary>The selections of groups, in response order.</summary>
    public List<GroupPlan> Groups { get; } = [];

    /// <summary>Every relation that is read, for the access rules.</summary>
    public HashSet<Relation> Relations { get; } = [relation];

    /// <summary>Of which relations something is given out.</summary>
    public GivenRows Given { get; } = given;

    /// <summary>What counts the page's rows where rows are given out, or cursors, which hold their keys; page info can be had without.</summary>
    public int RowCounter => NeedsCursors || Fields.Exists(static part => part.Part is ConnectionPart.Nodes or ConnectionPart.Edges)
        ? Given.Of(Relation).RowCounter
        : GivenRelation.NotCounted;

    public bool NeedsTotal => Fields.Exists(part => part.Part == ConnectionPart.TotalCount);

    /// <summary>Whether rows are read at all; a bare total is a count and nothing else.</summary>
    public bool NeedsRows => Fields.Exists(part => part.Part is ConnectionPart.Nodes or ConnectionPart.Edges or ConnectionPart.PageInfo);

    /// <summary>Whether the sort keys are read, to make cursors of them.</summary>
    public bool NeedsCursors { get; set; }

    /// <summary>The compiled forms, one per shape of arguments.</summary>
    public StatementCache Statements { get; } = new();
}

/// <summary>One field of a connection, edge or page info; <see cref="Part"/> is null for <c>__typename</c>.</summary>
internal sealed class ConnectionFieldPlan(string responseName, ConnectionPart? part)
{
    public string Name { get; } = responseName;

    public JsonEncodedText ResponseName { get; } = JsonEncodedText.Encode(responseName);

    public ConnectionPart? Part { get; } = part;

    /// <summary>The <c>@stream</c> of a list.</summary>
    public StreamUsage? Stream { get; init; }

    /// <summary>The name that <c>__typename</c> gives.</summary>
    public string? TypeName { get; init; }

    /// <summary>The fields of an edge or of the page info.</summary>
    public List<ConnectionFieldPlan> Fields { get; } = [];

    /// <summary>Which of the connection's groups, for <c>groups</c>.</summary>
    public GroupPlan? Groups { get; init; }

    /// <summary>How a row is written, for <c>nodes</c> and <c>node</c>.</summary>
    public ObjectPlan? Row { get; init; }
}
