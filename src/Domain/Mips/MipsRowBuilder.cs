using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace HealthGraph.Domain.Mips;

/// <summary>
/// Replaces the rows and rejects of a year and state, in the caller's transaction: whoever reads sees the old ones until it commits, and a
/// transaction that is rolled back was a trial. The caller sees to it that nobody else builds the same year and state.
/// </summary>
public static class MipsRowBuilder
{
    // Of appointments whose clinic is unknown; which day it was there decides nothing, since they are rejected.
    private const string UnknownTimeZone = "America/Los_Angeles";

    /// <summary>Tells by which statements rows were built: the same for the same rules, whatever the year and state.</summary>
    public static string StatementHash { get; } = Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(";\n", Statements(MipsBuildRequest.PatientForms)))));

    public static async Task<MipsCounts> BuildAsync(NpgsqlConnection connection, MipsBuildRequest request, CancellationToken cancellationToken)
    {
        foreach (var statement in Statements(request.Forms))
        {
            await using var command = Command(connection, statement, request);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return await CountAsync(connection, request, cancellationToken);
    }

    private static IEnumerable<string> Statements(string forms) =>
    [
        // Sorts and hashes of a large state stay in memory.
        "SET LOCAL work_mem = '128MB'",
        "SET LOCAL jit = off",
        MipsRowStatements.CreateTables,
        MipsRowStatements.FindCandidates,
        MipsRowStatements.Analyse("mips_candidate"),
        MipsRowStatements.FindVisits,
        MipsRowStatements.Analyse("mips_visit"),
        MipsRowStatements.FindForms(forms),
        MipsRowStatements.Analyse("mips_form"),
        MipsRowStatements.Judge,
        MipsRowStatements.ScoreEpisodes,
        MipsRowStatements.ScoreVisits,
        MipsRowStatements.Analyse("mips_judged", "mips_episode", "mips_visit_score"),
        MipsRowStatements.DeleteRows,
        MipsRowStatements.InsertRows,
        MipsRowStatements.InsertRejects,
    ];

    private static async Task<MipsCounts> CountAsync(NpgsqlConnection connection, MipsBuildRequest request, CancellationToken cancellationToken)
    {
        var rows = MipsRowKind.All.ToDictionary(kind => kind, _ => 0L);
        var rejects = MipsRejectReason.All.ToDictionary(reason => reason, _ => 0L);
        await using var command = Command(connection, MipsRowStatements.Count, request);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var name = reader.GetString(0);
            (rows.ContainsKey(name) ? rows : rejects)[name] = reader.GetInt64(1);
        }

        return new MipsCounts(rows, rejects);
    }

    [SuppressMessage("Security", "CA2100", Justification = "The statements are constants; the one name in them is the program's own.")]
    private static NpgsqlCommand Command(NpgsqlConnection connection, string statement, MipsBuildRequest request)
    {
        var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        command.Parameters.AddWithValue("year", request.Year);
        command.Parameters.AddWithValue("state", NpgsqlDbType.Char, request.State);
        command.Parameters.AddWithValue("run_id", request.RunId);
        command.Parameters.AddWithValue("strictly_contained", request.StrictlyContained);
        command.Parameters.AddWithValue("minimum_age", request.MinimumAge);
        command.Parameters.Add(new NpgsqlParameter("tin", NpgsqlDbType.Text) { Value = (object?)request.Tin ?? DBNull.Value });
        command.Parameters.AddWithValue("days_before_first", request.DaysBeforeFirst);
        command.Parameters.AddWithValue("days_after_visit", request.DaysAfterVisit);
        command.Parameters.AddWithValue("time_zone", UnknownTimeZone);
        return command;
    }
}
