using System.Data;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using HealthGraph.Domain.CarePlans.Projection;
using HealthGraph.Domain.Database;
using HealthGraph.Domain.Errors;
using HealthGraph.Domain.PatientTeams;
using Npgsql;

namespace HealthGraph.Domain.Seeding;

/// <summary>
/// Fills the warehouse with invented patients, by COPY and in one transaction: all of it appears, or none. Afterwards the read model
/// stands where the events do, so the projector has nothing to do.
/// </summary>
public sealed class Seeder(NpgsqlDataSource dataSource)
{
    private const int PatientsPerChunk = 200;

    // The share of the time that goes into rows; the rest goes into indexes.
    private const double LoadShare = 0.7;

    private static readonly string[] ReferenceTables = ["matrix.therapist", "matrix.destination"];

    /// <summary>True when no table that the seed fills has a row.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await FirstFilledTableAsync(connection, cancellationToken) is null;
    }

    /// <exception cref="HealthGraphException">The options are out of range, or there is data and it is not to be replaced.</exception>
    public async Task<SeedResult> SeedAsync(SeedOptions options, IProgress<SeedProgress>? progress, CancellationToken cancellationToken)
    {
        if (options.Patients is < 0 or > SeedOptions.MaxPatients)
        {
            throw new HealthGraphException("SEED", $"patients is {options.Patients}, but must be from 0 to {SeedOptions.MaxPatients}.");
        }

        if (options.Teams is < 0 or > SeedOptions.MaxTeams)
        {
            throw new HealthGraphException("SEED", $"teams is {options.Teams}, but must be from 0 to {SeedOptions.MaxTeams}.");
        }

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var memberships = new MembershipWriter(connection, schoolMoveTeam: false);
        // Before the tables: an updater that has its turn is waiting for none of them.
        await memberships.TakeTurnAsync(cancellationToken);
        var tables = SeedTable.All.Select(t => t.Name).Concat(ReferenceTables).Union(SeedTeamTables.Names).ToList();
        await LockAsync(connection, tables, cancellationToken);
        if (!options.Replace && await FirstFilledTableAsync(connection, cancellationToken) is { } filled)
        {
            throw new HealthGraphException(
                "SEED_NOT_EMPTY", $"The database already holds data ({filled} has rows). Ask to replace it, or seed another database.");
        }

        progress?.Report(new SeedProgress("Preparing tables", 0, 0));
        var schema = new LoadSchema(connection, tables);
        await schema.DropAsync(cancellationToken);
        // Truncated in this transaction, so that with wal_level = minimal the rows need not go through the log.
        await ExecuteAsync(connection, $"TRUNCATE {string.Join(", ", tables)}, matrix.projection_failure", cancellationToken);

        var generator = new SeedGenerator(options);
        var rows = await LoadReferencesAsync(connection, generator.Clinics, cancellationToken);
        foreach (var (table, columns, references) in SeedTeamTables.References(generator.Teams))
        {
            await BinaryCopy.SendAsync(connection, table, columns, references, cancellationToken);
            rows[table] = references.Count;
        }

        var total = rows.Values.Sum();
        for (var i = 0; i < SeedTable.All.Count; i++)
        {
            var table = SeedTable.All[i];
            var (before, place) = (total, i);
            rows[table.Name] = await LoadAsync(
                connection,
                options,
                generator,
                table,
                (count, part) => progress?.Report(
                    new SeedProgress(table.Name, before + count, LoadShare * (place + part) / SeedTable.All.Count)),
                cancellationToken);
            total += rows[table.Name];
        }

        progress?.Report(new SeedProgress("immunisation.patient_team", total, LoadShare));
        await memberships.SetRuleAsync(cancellationToken);
        rows["immunisation.patient_team"] = await memberships.FillAsync(cancellationToken);
        total += rows["immunisation.patient_team"];

        var step = 0;
        await schema.RecreateAsync(
            () => progress?.Report(
                new SeedProgress("Indexes and keys", total, LoadShare + ((1 - LoadShare) * ++step / schema.Steps))),
            cancellationToken);
        await SetCheckpointAsync(connection, cancellationToken);
        await SeedMipsSettings.InsertAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        await ExecuteAsync(connection, $"VACUUM (ANALYZE) {string.Join(", ", tables)}", cancellationToken);
        progress?.Report(new SeedProgress("Done", total, 1));
        return new SeedResult(rows);
    }

    private static async Task<Dictionary<string, long>> LoadReferencesAsync(
        NpgsqlConnection connection, SeedClinics clinics, CancellationToken cancellationToken)
    {
        var therapists = new BinaryCopyRows();
        foreach (var t in clinics.Therapists)
        {
            therapists.Row(5).Add(t.Id).Add(t.Npi).Add(t.FirstName).Add(t.LastName).Add(t.StaffId);
        }

        var destinations = new BinaryCopyRows();
        foreach (var c in clinics.Clinics)
        {
            destinations.Row(7).Add(c.Id).Add(c.ClinicId).Add(c.Name).Add(c.State).Add(c.Region).Add(c.Tin).Add(c.TimeZone);
        }

        await BinaryCopy.SendAsync(
            connection, "matrix.therapist", "id, npi, first_name, last_name, clinicient_staff_id", therapists, cancellationToken);
        await BinaryCopy.SendAsync(
            connection, "matrix.destination", "id, clinic_id, name, state, region, tin, time_zone", destinations, cancellationToken);
        return new Dictionary<string, long>
        {
            ["matrix.therapist"] = therapists.Count,
            ["matrix.destination"] = destinations.Count,
        };
    }

    private static async Task<long> LoadAsync(
        NpgsqlConnection connection,
        SeedOptions options,
        SeedGenerator generator,
        SeedTable table,
        Action<long, double> report,
        CancellationToken cancellationToken)
    {
        // Chunks are made by several threads and sent in their order; a few are under way at a time, however many patients there are.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var chunks = Channel.CreateBounded<Task<BinaryCopyRows>>(Environment.ProcessorCount + 1);
        var producer = ProduceAsync(options, generator, table, chunks.Writer, stop.Token);
        try
        {
            await using var copy = await BinaryCopy.BeginAsync(connection, table.Name, table.Columns, cancellationToken);
            var (count, patients) = (0L, 0);
            await foreach (var chunk in chunks.Reader.ReadAllAsync(cancellationToken))
            {
                var rows = await chunk;
                await copy.WriteAsync(rows, cancellationToken);
                count += rows.Count;
                patients += PatientsPerChunk;
                report(count, Math.Min(1.0, (double)patients / options.Patients));
            }

            await copy.CompleteAsync(cancellationToken);
            return count;
        }
        finally
        {
            await stop.CancelAsync();
            await producer;
        }
    }

    private static async Task ProduceAsync(
        SeedOptions options,
        SeedGenerator generator,
        SeedTable table,
        ChannelWriter<Task<BinaryCopyRows>> chunks,
        CancellationToken cancellationToken)
    {
        try
        {
            for (var first = 0; first < options.Patients; first += PatientsPerChunk)
            {
                var (from, to) = (first, Math.Min(first + PatientsPerChunk, options.Patients));
                await chunks.WriteAsync(Task.Run(() => Make(generator, table, from, to), cancellationToken), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader has stopped, and says why.
        }
        finally
        {
            chunks.Complete();
        }
    }

    private static BinaryCopyRows Make(SeedGenerator generator, SeedTable table, int from, int to)
    {
        var rows = new BinaryCopyRows();
        for (var number = from; number < to; number++)
        {
            table.Write(rows, generator, number);
        }

        return rows;
    }

    private static Task LockAsync(NpgsqlConnection connection, List<string> tables, CancellationToken cancellationToken) =>
        ExecuteAsync(
            connection,
            // The projector's row first, as the projector does.
            $"""
            SELECT FROM matrix.projection WHERE name = '{CarePlanProjector.Name}' FOR UPDATE;
            LOCK TABLE {string.Join(", ", tables)} IN ACCESS EXCLUSIVE MODE
            """,
            cancellationToken);

    [SuppressMessage("Security", "CA2100", Justification = "The names are a closed list in this assembly.")]
    private static async Task<string?> FirstFilledTableAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var table in SeedTable.All.Select(t => t.Name).Concat(ReferenceTables).Union(SeedTeamTables.Names))
        {
            await using var command = new NpgsqlCommand($"SELECT EXISTS (SELECT FROM {table})", connection);
            if (await command.ExecuteScalarAsync(cancellationToken) is true)
            {
                return table;
            }
        }

        return null;
    }

    private static Task SetCheckpointAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ExecuteAsync(
            connection,
            $"""
            UPDATE matrix.projection
            SET snapshot = '{SeedTable.Checkpoint}', projected_at = now()
            WHERE name = '{CarePlanProjector.Name}';

            SELECT setval(
                pg_get_serial_sequence('eventstore.care_plan_event', 'position'),
                (SELECT coalesce(max(position), 0) + 1 FROM eventstore.care_plan_event),
                false);
            """
            + string.Concat(SeedTeamTables.Numbered.Select(table =>
                $" SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM {table}), false);")),
            cancellationToken);

    [SuppressMessage("Security", "CA2100", Justification = "The names are a closed list in this assembly.")]
    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
