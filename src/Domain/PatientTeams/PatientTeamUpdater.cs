using System.Data;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HealthGraph.Domain.PatientTeams;

/// <summary>
/// Keeps <c>immunisation.patient_team</c> equal to what the inputs say: for a scope, for everybody, or for whom has been marked since.
/// Any number of updates may be asked for at once; docs/patient-teams.md tells how they get along.
/// </summary>
public sealed class PatientTeamUpdater(NpgsqlDataSource dataSource, IOptions<PatientTeamOptions> options)
{
    // More in one pass would keep others waiting for longer.
    private const int MarksAtOnce = 20_000;

    // So many teams at once cost about what everybody does.
    private const int FewTeams = 8;
    private const int TeamsPerFullUpdate = 4;

    // 'ptntmark' in ASCII: one node at a time works on the marks.
    private const long MarksAdvisoryLock = 0x70746e746d61726b;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Makes the memberships in the scope what the inputs say at this moment. Outside of it nothing changes.</summary>
    public async Task<MembershipCounts> UpdateAsync(MembershipScope scope, CancellationToken cancellationToken)
    {
        if (scope.IsEverything)
        {
            return (await UpdateAllAsync(cancellationToken)).Counts;
        }

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var writer = new MembershipWriter(connection, options.Value.SchoolMoveTeam);
        await writer.TakeTurnAsync(cancellationToken);
        var counts = await writer.UpdateAsync(scope, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return counts;
    }

    /// <summary>Everybody's. What has been marked is done first, so that what is found after it had escaped the marks.</summary>
    public async Task<FullUpdateResult> UpdateAllAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var writer = new MembershipWriter(connection, options.Value.SchoolMoveTeam);
        await writer.TakeTurnAsync(cancellationToken);
        var marks = await MembershipMarks.TakeAsync(connection, MarksAtOnce, cancellationToken);
        var expected = await writer.SetRuleAsync(cancellationToken) || marks.Everybody || marks.Count == MarksAtOnce;
        var marked = MembershipCounts.None;
        if (expected)
        {
            await MembershipMarks.TakeAllAsync(connection, cancellationToken);
        }
        else
        {
            marked = await UpdateMarkedAsync(writer, marks, cancellationToken);
        }

        var found = await writer.UpdateAsync(MembershipScope.Everything, cancellationToken);
        // What was changed meanwhile may have been seen by the update, and is not its find.
        expected = expected || await MembershipMarks.AnyAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var counts = new MembershipCounts(
            marked.Inserted + found.Inserted,
            marked.Changed + found.Changed,
            marked.Deleted + found.Deleted,
            Math.Max(0, found.Unchanged - marked.Inserted - marked.Changed));
        return new FullUpdateResult(counts, expected ? 0 : found.Written);
    }

    /// <summary>One pass over what has been marked: takes the marks and updates in one transaction.</summary>
    public async Task<CatchUpResult> CatchUpAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (!await MembershipMarks.AnyAsync(connection, cancellationToken))
        {
            return CatchUpResult.Nothing;
        }

        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        if (!await TakeMarksTurnAsync(connection, cancellationToken))
        {
            return CatchUpResult.Nothing with { MayBeMore = true };
        }

        var writer = new MembershipWriter(connection, options.Value.SchoolMoveTeam);
        await writer.TakeTurnAsync(cancellationToken);
        var marks = await MembershipMarks.TakeAsync(connection, MarksAtOnce, cancellationToken);
        MembershipCounts counts;
        if (marks.Everybody || await AreManyAsync(connection, marks.Teams, cancellationToken))
        {
            marks = marks with { Count = marks.Count + await MembershipMarks.TakeAllAsync(connection, cancellationToken) };
            await writer.SetRuleAsync(cancellationToken);
            counts = await writer.UpdateAsync(MembershipScope.Everything, cancellationToken);
        }
        else
        {
            counts = await UpdateMarkedAsync(writer, marks, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return new CatchUpResult(marks.Count, counts, marks.Count >= MarksAtOnce);
    }

    /// <summary>Marks everybody when the memberships were last computed in full by other rules than this node's.</summary>
    public async Task MarkIfRulesDifferAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            INSERT INTO immunisation.patient_team_change (patient_id)
            SELECT NULL
            FROM immunisation.patient_team_rule
            WHERE school_move_team <> $1
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = options.Value.SchoolMoveTeam });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<MembershipCounts> UpdateMarkedAsync(
        MembershipWriter writer, MembershipMarks marks, CancellationToken cancellationToken) =>
        await writer.UpdateAsync(new MembershipScope(marks.Patients, null), cancellationToken)
        + await writer.UpdateAsync(new MembershipScope(null, marks.Teams), cancellationToken);

    // A transaction that has removed a patient and does not end would keep this connection for as long.
    private static async Task<bool> TakeMarksTurnAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT pg_try_advisory_xact_lock($1), set_config('lock_timeout', $2, true)", connection)
        {
            Parameters =
            {
                new() { Value = MarksAdvisoryLock },
                new() { Value = LongestWait.TotalMilliseconds.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task<bool> AreManyAsync(NpgsqlConnection connection, IReadOnlyList<long> teams, CancellationToken cancellationToken)
    {
        if (teams.Count <= FewTeams)
        {
            return false;
        }

        await using var command = new NpgsqlCommand("SELECT count(*) FROM immunisation.team", connection);
        return await command.ExecuteScalarAsync(cancellationToken) is long all && teams.Count * TeamsPerFullUpdate > all;
    }
}
