using System.Text.RegularExpressions;
using HealthGraph.Jobs.Runs;
using Npgsql;

namespace HealthGraph.Jobs.Mips.Forms;

/// <summary>
/// Forms as CSV with a header, as Athena writes them: a value in quotes is text, even when empty, and nothing at all is NULL. That is what
/// PostgreSQL's COPY reads, so the bytes go there as they come. Instants without a time zone are UTC.
/// </summary>
/// <param name="source">What the files are called in an error.</param>
internal sealed partial class MipsFormFiles(string source, Func<CancellationToken, IAsyncEnumerable<Stream>> files) : IMipsForms
{
    /// <summary>What of a form is read, in this order.</summary>
    public static readonly IReadOnlyList<string> Columns = ["form_id", "care_plan_id", "appointment_id", "form_type", "completed_at", "score"];

    private const string Table = "mips_source_form";

    public async Task<string> LoadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            connection,
            """
            CREATE TEMPORARY TABLE mips_source_form (LIKE mips.patient_form) ON COMMIT DROP;
            SET LOCAL TimeZone TO 'UTC'
            """,
            cancellationToken);
        await foreach (var file in files(cancellationToken))
        {
            await using (file)
            {
                await CopyAsync(connection, file, cancellationToken);
            }
        }

        await ExecuteAsync(
            connection,
            """
            SET LOCAL TimeZone TO DEFAULT;
            ANALYZE mips_source_form
            """,
            cancellationToken);
        return Table;
    }

    private async Task CopyAsync(NpgsqlConnection connection, Stream file, CancellationToken cancellationToken)
    {
        try
        {
            await using var copy = await connection.BeginTextImportAsync(
                """
                COPY mips_source_form (form_id, care_plan_id, appointment_id, form_type, completed_at, score)
                FROM STDIN (FORMAT csv, HEADER match)
                """,
                cancellationToken);

            // Bytes as they are: the writer's own encoding would ask for text.
            var target = (NpgsqlRawCopyStream)((StreamWriter)copy).BaseStream;
            try
            {
                await file.CopyToAsync(target, cancellationToken);
            }
            catch
            {
                // A file that breaks off must not pass for a whole one.
                await target.CancelAsync();
                throw;
            }
        }
        catch (PostgresException e) when (e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("23", StringComparison.Ordinal))
        {
            // PostgreSQL's own words quote the value.
            throw new RunFailedException(MipsErrorCodes.FormsInvalid, $"{source} has forms that cannot be read: {Place(e)} ({e.SqlState}).", e);
        }
    }

    private static string Place(PostgresException exception) => PlacePattern().Match(exception.Where ?? "") is { Success: true } match
        ? match.Groups["column"] is { Success: true } column ? $"line {match.Groups["line"]}, column {column}" : $"line {match.Groups["line"]}"
        : $"its columns must be {string.Join(", ", Columns)}";

    [GeneratedRegex("line (?<line>[0-9]+)(, column (?<column>[a-z_]+))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PlacePattern();

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statements, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Constants, both of them.
        await using var command = new NpgsqlCommand(statements, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
