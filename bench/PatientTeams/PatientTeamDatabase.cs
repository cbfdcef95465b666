using System.Diagnostics;
using System.Globalization;
using HealthGraph.Domain.Database;
using HealthGraph.Domain.Database.Embedded;
using Npgsql;

namespace HealthGraph.Bench.PatientTeams;

/// <summary>
/// A private PostgreSQL with patients, teams and what links them, made anew for each run. It writes no full page images, so that the log
/// shows what each way writes and not when a checkpoint was.
/// </summary>
internal sealed class PatientTeamDatabase : IAsyncDisposable
{
    private readonly string _directory;
    private readonly InstanceLock _folder;
    private readonly EmbeddedPostgres _cluster;

    private PatientTeamDatabase(string directory, InstanceLock folder, EmbeddedPostgres cluster)
    {
        _directory = directory;
        _folder = folder;
        _cluster = cluster;
        // One connection: its process is the one whose time is measured.
        DataSource = DatabaseConnection.Create(cluster.ConnectionString, maxPoolSize: 1);
    }

    public string ConnectionString => _cluster.ConnectionString;

    public NpgsqlDataSource DataSource { get; }

    public static async Task<PatientTeamDatabase> CreateAsync(int patients, int teams)
    {
        var directory = Directory.CreateTempSubdirectory("healthgraph-bench-teams-").FullName;
        var folder = InstanceLock.Acquire(directory);
        var cluster = await EmbeddedPostgres.StartAsync(folder, new EmbeddedPostgresOptions(), CancellationToken.None);
        var database = new PatientTeamDatabase(directory, folder, cluster);
        await DatabaseMigrator.MigrateAsync(DatabaseConnection.Create(cluster.ConnectionString), CancellationToken.None);
        await database.ExecuteAsync("ALTER SYSTEM SET full_page_writes = off");
        await database.ExecuteAsync("SELECT pg_reload_conf()");
        await database.ExecuteAsync(Inputs(patients, teams));
        await database.ExecuteAsync(ReferenceSql.Tables);
        await database.ExecuteAsync("VACUUM (ANALYZE)");
        return database;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        command.CommandTimeout = 0;
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>How long the work took, how much of that the backend computed, and how much it wrote to the log.</summary>
    public async Task<Cost> MeasureAsync(Func<Task> work)
    {
        var backend = await ScalarAsync<int>("SELECT pg_backend_pid()");
        var log = await ScalarAsync<string>("SELECT pg_current_wal_insert_lsn()::text");
        var cpu = ProcessorTime(backend);
        var started = Stopwatch.GetTimestamp();
        await work();
        var elapsed = Stopwatch.GetElapsedTime(started);
        cpu = ProcessorTime(backend) - cpu;
        var bytes = await ScalarAsync<decimal>($"SELECT pg_current_wal_insert_lsn() - '{log}'::pg_lsn");
        return new Cost(elapsed.TotalSeconds, cpu.TotalSeconds, (double)bytes / 1e6);
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await _cluster.DisposeAsync();
        _folder.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static TimeSpan ProcessorTime(int backend)
    {
        using var process = Process.GetProcessById(backend);
        return process.TotalProcessorTime;
    }

    // Triggers are off while the tables are filled: what they would mark is everybody.
    private static string Inputs(int patients, int teams) => string.Create(CultureInfo.InvariantCulture,
        $"""
        SET session_replication_role = replica;
        INSERT INTO marketplace.patient (id, first_name, last_name)
        SELECT md5('patient' || n)::uuid, 'Invented', 'Patient' FROM generate_series(1, {patients}) AS n;
        INSERT INTO immunisation.team (id, name) SELECT n, 'Team ' || n FROM generate_series(1, {teams}) AS n;
        INSERT INTO immunisation.location (id, name, kind) SELECT n, 'School ' || n, 'school' FROM generate_series(1, {teams * 40}) AS n;
        INSERT INTO immunisation.team_location (team_id, location_id, academic_year)
        SELECT 1 + (n - 1) / 40, n, year FROM generate_series(1, {teams * 40}) AS n, generate_series(2024, 2026) AS year;
        INSERT INTO immunisation.patient_location
        SELECT id, 1 + (hashtextextended(id::text, 1) & 2147483647) % {teams * 40}, year FROM marketplace.patient, generate_series(2025, 2026) AS year;
        INSERT INTO immunisation.archive_reason
        SELECT id, 1 + (hashtextextended(id::text, 2) & 2147483647) % {teams}, 'other' FROM marketplace.patient WHERE hashtext(id::text) % 16 = 0;
        INSERT INTO immunisation.session (team_location_id) SELECT id FROM immunisation.team_location;
        INSERT INTO immunisation.vaccination_record (patient_id, session_id)
        SELECT place.patient_id, session.id
        FROM immunisation.patient_location AS place
        JOIN immunisation.team_location AS service USING (location_id, academic_year)
        JOIN immunisation.session AS session ON session.team_location_id = service.id
        WHERE place.academic_year = 2025;
        INSERT INTO immunisation.vaccination_record (patient_id) SELECT id FROM marketplace.patient;
        INSERT INTO immunisation.immunisation_import (team_id) SELECT 1 + n % {teams} FROM generate_series(1, {teams * 5}) AS n;
        INSERT INTO immunisation.immunisation_import_vaccination_record
        SELECT 1 + (hashint8extended(id, 3) & 2147483647) % {teams * 5}, id FROM immunisation.vaccination_record WHERE session_id IS NULL AND id % 2 = 0;
        INSERT INTO immunisation.school_move
        SELECT id, 1 + (hashtextextended(id::text, 4) & 2147483647) % {teams * 40}, 2026 FROM marketplace.patient WHERE hashtext(id::text) % 20 = 1;
        RESET session_replication_role;
        """);
}

/// <summary>What a piece of work cost.</summary>
internal sealed record Cost(double Seconds, double ProcessorSeconds, double LogMegabytes);
