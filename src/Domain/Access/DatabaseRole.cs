namespace HealthGraph.Domain.Access;

/// <summary>
/// The roles of PostgreSQL that reading goes through; the migrations <c>RowRules</c> and <c>Audit</c> make them and say what each may read. The names are
/// a cluster's, so they are the same in every database of it.
/// </summary>
public static class DatabaseRole
{
    /// <summary>What a reading connection rests as, between statements: it may read nothing.</summary>
    public const string Resting = "healthgraph_reader";

    /// <summary>What a statement for callers of each role is read as.</summary>
    public static IReadOnlyDictionary<Role, string> Of { get; } = new Dictionary<Role, string>
    {
        [Role.Admin] = "healthgraph_admin",
        [Role.Analyst] = "healthgraph_analyst",
        [Role.Team] = "healthgraph_team",
        [Role.Deidentified] = "healthgraph_deidentified",
        [Role.Operator] = "healthgraph_operator",
    };
}
