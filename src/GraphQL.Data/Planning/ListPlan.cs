using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>A nested list: a scope of its own, and the field whose arguments narrow it in each request.</summary>
internal sealed class ListPlan(ToMany link, CollectedField field)
{
    public ToMany Link { get; } = link;

    public CollectedField Field { get; } = field;

    public SelectScope Scope { get; } = new(link.Target());
}
