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

    /// <summary>The table whose rows are to be found from the caller's patients; null where they are found as the statement asks for them.</summary>
    public static string? BeginsWith(Principal? caller, Relation? root) =>
        caller is { Role: Role.Team, SeesFewPatients: true } && root is not null ? TableOfPatients(root) : null;

    // By the row rules themselves (access.begins_with). PostgreSQL keeps the plan of a statement without parameters, so that one which is found
    // from patients must not have the text of one that is not.
    private static string? RowsOfPatients(Relation relation, string alias) =>
        TableOfPatients(relation) is not null ? "TRUE /* from the caller's patients */"
        : (relation.SchemaName, relation.TableName) is ("api", "appointment")
            // It has no patient of its own: a list that is worked out once, so that PostgreSQL can begin with it.
            ? $"{alias}.care_plan_id = ANY (ARRAY(SELECT id FROM access.visible_care_plan))"
            : null;

    // What is not named here is found the long way.
    private static string? TableOfPatients(Relation relation) => (relation.SchemaName, relation.TableName) switch
    {
        ("api", "patient") => "marketplace.patient",
        ("api", "care_plan") => "matrix.care_plan",
        ("api", "patient_team") => "immunisation.patient_team",
        ("api", "visit_plan_row") => "marketplace.visit_plan",
        _ => null,
    };
}
