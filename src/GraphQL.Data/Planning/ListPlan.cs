using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>A nested list: a scope of its own, and the field whose arguments narrow it in each request.</summary>
internal sealed class ListPlan(ToMany link, CollectedField field)
{
    public ToMany Link { get; } = link;

    public CollectedField Field { get; } = field;

    /// <summary>How a row is written; known once what is selected has been planned.</summary>
    public ObjectPlan? Element { get; set; }

    public SelectScope Scope { get; } = new(link.Target());
}
