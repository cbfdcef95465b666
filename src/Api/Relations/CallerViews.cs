using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Data;
using HealthGraph.GraphQL.Data.Relations;

namespace HealthGraph.Api.Relations;

/// <summary>The relations as those see them who do not read the tables of <c>api</c> as they stand.</summary>
internal static class CallerViews
{
    // The masking views have the names of those in api.
    private static readonly RelationView Deidentified = new() { SchemaName = static _ => "deidentified" };

    // What they may read, and without ids.
    private static readonly RelationView Operators = new() { SchemaName = static _ => "operations" };

    private static readonly RelationView FewPatients = new() { Condition = RowsOfPatients };

    /// <summary>Null for who reads them as they stand.</summary>
    public static RelationView? Of(Principal? caller) => caller switch
    {
        { Role: Role.Deidentified } => Deidentified,
        { Role: Role.Operator } => Operators,
        { Role: Role.Team, SeesFewPatients: true } => FewPatients,
        _ => null,
    };

    // A list that is worked out once, so that PostgreSQL can begin with it. What is not named here is found the long way.
    private static string? RowsOfPatients(Relation relation, string alias) => (relation.SchemaName, relation.TableName) switch
    {
        ("api", "patient") => $"{alias}.id = ANY (ARRAY(SELECT patient_id FROM access.visible_patient))",
        ("api", "care_plan" or "patient_team" or "visit_plan_row") => $"{alias}.patient_id = ANY (ARRAY(SELECT patient_id FROM access.visible_patient))",
        ("api", "appointment") => $"{alias}.care_plan_id = ANY (ARRAY(SELECT id FROM access.visible_care_plan))",
        _ => null,
    };
}
