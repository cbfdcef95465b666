using System.Globalization;
using HealthGraph.Testing.Postgres;
using Npgsql;

namespace HealthGraph.Domain.Tests.PatientTeams;

/// <summary>Changes inputs as anybody might: one row or many, new, changed and gone, in transactions of one or several statements.</summary>
internal sealed class RandomWriter(TestDatabase database, int seed)
{
    public const int Patients = 24;
    public const int Teams = 5;
    private const int Locations = 6;

    private readonly Random _random = new(seed);

    // The detail of a deadlock says who waited for what; these patients are invented.
    private readonly string _connectionString =
        new NpgsqlConnectionStringBuilder(database.ConnectionString) { IncludeErrorDetail = true }.ConnectionString;

    /// <summary>Teams, places and patients, and nothing that links them.</summary>
    public static Task PrepareAsync(TestDatabase database) => database.ExecuteAsync(
        $"""
        INSERT INTO marketplace.patient (id, first_name, last_name)
        SELECT {Patient("n")}, 'Invented', 'Patient' FROM generate_series(1, {Patients}) AS n;
        INSERT INTO immunisation.team (id, name) SELECT n, 'Team ' || n FROM generate_series(1, {Teams}) AS n;
        INSERT INTO immunisation.location (id, name, kind) SELECT n, 'School ' || n, 'school' FROM generate_series(1, {Locations}) AS n;
        """);

    public static Guid PatientId(int number) => new(string.Create(CultureInfo.InvariantCulture, $"00000000-0000-0000-0000-{number:D12}"));

    public async Task WriteAsync()
    {
        try
        {
            await TryWriteAsync();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected
            && e.Detail is { } detail && !detail.Contains("advisory", StringComparison.Ordinal))
        {
            // Two writers that touch the same rows in another order. An updater waits for nothing but its turn, an advisory lock.
        }
    }

    private async Task TryWriteAsync()
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            await using var point = new NpgsqlCommand("SAVEPOINT statement", connection);
            await point.ExecuteNonQueryAsync();
            try
            {
                await using var command = new NpgsqlCommand(Statement(), connection);
                await command.ExecuteNonQueryAsync();
            }
            catch (PostgresException e) when (e.SqlState
                is PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.NotNullViolation)
            {
                // What it links to is not there, or not any more; or the row is there already.
                await using var back = new NpgsqlCommand("ROLLBACK TO SAVEPOINT statement", connection);
                await back.ExecuteNonQueryAsync();
            }
        }

        if (_random.Next(10) == 0)
        {
            await transaction.RollbackAsync();
        }
        else
        {
            await transaction.CommitAsync();
        }
    }

    private static string Patient(string number) => $"('00000000-0000-0000-0000-' || lpad(({number})::text, 12, '0'))::uuid";

    private string Statement()
    {
        var (patient, other) = (Patient(Number(Patients)), Patient(Number(Patients)));
        var (team, location, school, year) = (Number(Teams), Number(Locations), Number(Locations), Year());
        return _random.Next(20) switch
        {
            0 => $"INSERT INTO immunisation.team_location (team_id, location_id, academic_year) VALUES ({team}, {location}, {year}) ON CONFLICT DO NOTHING",
            1 => $"UPDATE immunisation.team_location SET team_id = {team} WHERE id = {Any("team_location")} AND location_id = {location}",
            2 => $"DELETE FROM immunisation.team_location WHERE id = {Any("team_location")}",
            3 or 4 => $"INSERT INTO immunisation.patient_location VALUES ({patient}, {location}, {year}) ON CONFLICT DO NOTHING",
            5 => $"UPDATE immunisation.patient_location SET academic_year = academic_year WHERE location_id = {location}",
            6 => $"DELETE FROM immunisation.patient_location WHERE patient_id = {patient}",
            7 => $"INSERT INTO immunisation.school_move VALUES ({patient}, {Perhaps(school)}, {year}, {Perhaps(team)})",
            8 => $"UPDATE immunisation.school_move SET patient_id = {other}, school_id = {Perhaps(school)} WHERE patient_id = {patient}",
            9 => $"DELETE FROM immunisation.school_move WHERE patient_id = {patient}",
            10 => $"INSERT INTO immunisation.archive_reason VALUES ({patient}, {team}, 'other') ON CONFLICT DO NOTHING",
            11 => $"DELETE FROM immunisation.archive_reason WHERE patient_id = {patient}",
            12 => $"INSERT INTO immunisation.session (team_location_id) SELECT {Any("team_location")}",
            13 => $"UPDATE immunisation.session SET team_location_id = {Any("team_location")} WHERE id = {Any("session")}",
            14 => $"DELETE FROM immunisation.session WHERE id = {Any("session")}",
            15 => $"INSERT INTO immunisation.vaccination_record (patient_id, session_id) VALUES ({patient}, {Perhaps(Any("session"))}), ({other}, {Any("session")})",
            16 => $"UPDATE immunisation.vaccination_record SET patient_id = {other} WHERE id = {Any("vaccination_record")}",
            17 => $"INSERT INTO immunisation.immunisation_import (team_id) VALUES ({team}); "
                + $"INSERT INTO immunisation.immunisation_import_vaccination_record SELECT {Any("immunisation_import")}, {Any("vaccination_record")} ON CONFLICT DO NOTHING",
            18 => $"UPDATE immunisation.immunisation_import SET team_id = {team} WHERE id = {Any("immunisation_import")}",
            _ => _random.Next(4) switch
            {
                0 => $"DELETE FROM immunisation.vaccination_record WHERE patient_id = {patient}",
                1 => $"DELETE FROM immunisation.immunisation_import WHERE id = {Any("immunisation_import")}",
                2 => $"DELETE FROM marketplace.patient WHERE id = {patient}",
                _ => $"DELETE FROM immunisation.team WHERE id = {team}; INSERT INTO immunisation.team VALUES ({team}, 'Again') ON CONFLICT DO NOTHING",
            },
        };
    }

    private string Number(int below) => _random.Next(1, below + 1).ToString(CultureInfo.InvariantCulture);

    private string Year() => _random.Next(2025, 2027).ToString(CultureInfo.InvariantCulture);

    private string Perhaps(string value) => _random.Next(3) == 0 ? "NULL" : value;

    private string Any(string table) =>
        string.Create(CultureInfo.InvariantCulture, $"(SELECT id FROM immunisation.{table} ORDER BY id OFFSET {_random.Next(6)} LIMIT 1)");
}
