using System.Diagnostics.CodeAnalysis;
using HealthGraph.Domain.Database;
using Npgsql;

namespace HealthGraph.Domain.PatientTeams;

/// <summary>
/// Brings memberships up to date in the caller's transaction, which must read what is committed at each statement (READ COMMITTED).
/// <para>
/// One writer at a time: <see cref="TakeTurnAsync"/> comes before the statement whose snapshot decides, and the turn lasts until the
/// transaction ends. So updaters can neither deadlock nor undo each other, and their end is a serial run's.
/// </para>
/// </summary>
[SuppressMessage("Security", "CA2100", Justification = "The statements are made of this feature's own constants; values are parameters.")]
internal sealed class MembershipWriter(NpgsqlConnection connection, bool schoolMoveTeam)
{
    // 'ptntteam' in ASCII. Whoever removes a patient or a team shares it: immunisation.keep_updaters_away().
    private const long AdvisoryLock = 0x70746e747465616d;

    // Up to here one plan that looks patients up serves every call; to plan such a statement takes longer than to run it.
    private const int FewPatients = 100;

    // A smaller load is not worth to keep readers away for.
    private const long RebuildFromBytes = 16 * 1024 * 1024;

    public async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        await using var command = Command("SELECT pg_advisory_xact_lock($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = AdvisoryLock });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<MembershipCounts> UpdateAsync(MembershipScope scope, CancellationToken cancellationToken)
    {
        if (scope.IsNothing)
        {
            return MembershipCounts.None;
        }

        if (scope.IsEverything && await RebuildAsync(cancellationToken) is { } filled)
        {
            return filled;
        }

        await PlanForAsync(scope, cancellationToken);
        await using var command = Command(MembershipStatement.Update(scope, schoolMoveTeam));
        if (scope.Patients is { } patients)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = patients.ToArray() });
        }

        if (scope.Teams is { } teams)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = teams.ToArray() });
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (inserted, changed, deleted, stood) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
        return new MembershipCounts(inserted, changed, deleted, stood - changed - deleted);
    }

    /// <summary>Notes by which rules everybody is computed; true when they were others before.</summary>
    public async Task<bool> SetRuleAsync(CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            UPDATE immunisation.patient_team_rule
            SET school_move_team = $1
            WHERE school_move_team <> $1
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = schoolMoveTeam });
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Fills the table, which is empty and the caller's alone. Nobody is marked any more: all that was written is in it.</summary>
    public async Task<long> FillAsync(CancellationToken cancellationToken)
    {
        await MembershipMarks.TakeAllAsync(connection, cancellationToken);
        await PlanForAsync(MembershipScope.Everything, cancellationToken);
        await using var fill = Command(MembershipStatement.Fill(schoolMoveTeam));
        return await fill.ExecuteNonQueryAsync(cancellationToken);
    }

    // Sorting beats hashing here: most inputs come in an order, and no memory has to be guessed.
    private async Task PlanForAsync(MembershipScope scope, CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            SELECT
                set_config('plan_cache_mode', $1, true),
                set_config('enable_hashagg', 'off', true),
                set_config('work_mem', $2, true)
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = scope.Patients is { Count: <= FewPatients } ? "force_generic_plan" : "force_custom_plan" });
        command.Parameters.Add(new NpgsqlParameter { Value = scope.IsEverything ? "128MB" : "32MB" });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // An empty table is filled before it has indexes, in a quarter of the time. Nobody reads memberships that are not there yet, so its
    // readers can wait; when they are not done at once, or the table is somebody else's, it is filled as it stands.
    private async Task<MembershipCounts?> RebuildAsync(CancellationToken cancellationToken)
    {
        if (!await IsEmptyAndInputsAreLargeAsync(cancellationToken))
        {
            return null;
        }

        await ExecuteAsync("SAVEPOINT before_rebuild", cancellationToken);
        try
        {
            await ExecuteAsync("LOCK TABLE immunisation.patient_team IN ACCESS EXCLUSIVE MODE NOWAIT", cancellationToken);
            var schema = new LoadSchema(connection, ["immunisation.patient_team"]);
            await schema.DropAsync(cancellationToken);
            await ExecuteAsync("TRUNCATE immunisation.patient_team", cancellationToken);
            var inserted = await FillAsync(cancellationToken);
            await schema.RecreateAsync(static () => { }, cancellationToken);
            await ExecuteAsync("ANALYZE immunisation.patient_team", cancellationToken);
            return new MembershipCounts(inserted, 0, 0, 0);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.InsufficientPrivilege)
        {
            await ExecuteAsync("ROLLBACK TO SAVEPOINT before_rebuild", cancellationToken);
            return null;
        }
    }

    private async Task<bool> IsEmptyAndInputsAreLargeAsync(CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            SELECT
                NOT EXISTS (SELECT FROM immunisation.patient_team)
                AND pg_relation_size('immunisation.patient_location') + pg_relation_size('immunisation.vaccination_record') > $1
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = RebuildFromBytes });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // A full update takes as long as it takes, and so may the one before.
    private NpgsqlCommand Command(string sql) => new(sql, connection) { CommandTimeout = 0 };
}
