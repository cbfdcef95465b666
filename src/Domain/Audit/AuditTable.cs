using Npgsql;

namespace HealthGraph.Domain.Audit;

/// <summary>Adds to <c>access.audit_event</c>.</summary>
public static class AuditTable
{
    /// <summary>The role of PostgreSQL that may insert, and nothing else.</summary>
    public const string Role = "healthgraph_auditor";

    private const int LongestText = 256;

    /// <summary>Adds all of them or, on failure, none. Adding the same again, after a failure that came behind the commit, changes nothing.</summary>
    public static async Task InsertAsync(NpgsqlDataSource dataSource, IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken)
    {
        // Without a conflict target, so that no right to read is needed.
        await using var command = dataSource.CreateCommand("""
            INSERT INTO access.audit_event (
                id, at, kind, outcome, principal_id, principal_name, principal_role, subject, operation_name, document_hash, field, relation,
                patient_rows, groups, is_counted, run_id, format, remote_address, trace_id)
            SELECT * FROM unnest(
                $1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
                $13::bigint[], $14::bigint[], $15::boolean[], $16::uuid[], $17::text[], $18::text[], $19::text[])
            ON CONFLICT DO NOTHING
            """);
        Add(command, events, static item => item.Id);
        Add(command, events, static item => item.At);
        Add(command, events, static item => item.Kind.ToString().ToUpperInvariant());
        Add(command, events, static item => item.Outcome.ToString().ToUpperInvariant());
        Add(command, events, static item => item.PrincipalId);
        Add(command, events, static item => Text(item.PrincipalName));
        Add(command, events, static item => item.PrincipalRole);
        Add(command, events, static item => Text(item.Subject));
        Add(command, events, static item => Text(item.OperationName));
        Add(command, events, static item => item.DocumentHash);
        Add(command, events, static item => item.Field);
        Add(command, events, static item => item.Relation);
        Add(command, events, static item => item.PatientRows);
        Add(command, events, static item => item.Groups);
        Add(command, events, static item => item.IsCounted);
        Add(command, events, static item => item.RunId);
        Add(command, events, static item => item.Format);
        Add(command, events, static item => item.RemoteAddress);
        Add(command, events, static item => item.TraceId);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add<T>(NpgsqlCommand command, IReadOnlyList<AuditEvent> events, Func<AuditEvent, T> value) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. events.Select(value)] });

    // What a token or a document says may hold what PostgreSQL's text cannot: one such row must not hold up all others.
    private static string? Text(string? text) => text is null ? null : string.Concat(text.EnumerateRunes()
        .Select(static rune => rune.Value == 0 ? System.Text.Rune.ReplacementChar : rune)
        .Take(LongestText));
}
