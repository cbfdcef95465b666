using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data.Groups;

/// <summary>A selection of groups.</summary>
/// <param name="Definition">What groups the relation has.</param>
/// <param name="Field">The field, whose arguments say which groups.</param>
/// <param name="Scope">The columns of the groups that are selected.</param>
/// <param name="Group">How a group is written.</param>
internal sealed record GroupPlan(GroupDefinition Definition, CollectedField Field, SelectScope Scope, ObjectPlan Group);
