using Npgsql;

namespace HealthGraph.Domain.Access;

/// <summary>
/// Whether a connection that was opened for reading is bound by the row rules. It is asked of every new connection, so that rows are
/// never read unprotected: not with a login that no policy binds, nor from a database whose rules were switched off or never made.
/// </summary>
public static class RowRuleCheck
{
    private const string Problems = """
        WITH reading AS (
            SELECT wanted.name, role.oid, role.rolsuper, role.rolbypassrls
            FROM unnest($1) AS wanted (name)
            LEFT JOIN pg_roles AS role ON role.rolname = wanted.name
        ),
        patient AS (
            -- By the catalog: the name alone asks for leave to use its schema.
            SELECT relation.oid
            FROM pg_class AS relation
            JOIN pg_namespace AS schema ON schema.oid = relation.relnamespace
            WHERE schema.nspname = 'marketplace' AND relation.relname = 'patient'
        ),
        ruled AS (
            SELECT DISTINCT relation.oid, relation.relrowsecurity, relation.relowner
            FROM pg_policy AS policy
            JOIN pg_class AS relation ON relation.oid = policy.polrelid
            WHERE policy.polname = 'own_patients'
        )
        SELECT problem FROM (
            SELECT format('The role %s does not exist.', name) FROM reading WHERE oid IS NULL
            UNION ALL
            SELECT format('The role %s is a superuser or has BYPASSRLS.', name) FROM reading WHERE rolsuper OR rolbypassrls
            UNION ALL
            SELECT format('The login %s is not a member of the role %s.', session_user, name)
            FROM reading
            WHERE oid IS NOT NULL AND NOT pg_has_role(session_user, oid, 'MEMBER')
            UNION ALL
            SELECT format('The role %s has the rights of the owner of %s.', reading.name, ruled.oid::regclass)
            FROM reading JOIN ruled ON reading.oid IS NOT NULL AND pg_has_role(reading.oid, ruled.relowner, 'MEMBER')
            UNION ALL
            SELECT format('Row-level security is switched off on %s.', oid::regclass) FROM ruled WHERE NOT relrowsecurity
            UNION ALL
            SELECT 'marketplace.patient has no row rules.'
            WHERE NOT EXISTS (SELECT FROM ruled JOIN patient USING (oid))
            UNION ALL
            SELECT format('The connection rests as %s, which may read patients.', current_user)
            FROM patient
            WHERE has_table_privilege(oid, 'SELECT')
        ) AS found (problem)
        ORDER BY problem
        LIMIT 1
        """;

    /// <summary>What is wrong, in a sentence that names no patient; null when rows are protected.</summary>
    public static async Task<string?> FindProblemAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Problems, connection);
        command.Parameters.AddWithValue(DatabaseRole.Of.Values.Append(DatabaseRole.Resting).Distinct().ToArray());
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }
}
