using System.Globalization;

namespace HealthGraph.Jobs.Mips;

/// <summary>
/// The file: RFC 4180, UTF-8, CRLF, days as MM/DD/YYYY, numbers with at most one decimal, several values with semicolons between them,
/// nothing where nothing is known. No names, and no free text.
/// </summary>
/// <remarks>docs/mips.md. A template of the registry's replaces this list, and nothing else.</remarks>
internal static class MipsCsv
{
    public const string Version = "mips_csv_v1";

    private static readonly (string Name, string Sql)[] Mapping =
    [
        ("PatientID", "patient_id"),
        ("DOB", Day("date_of_birth")),
        ("Gender", "sex"),
        ("VisitDate", Day("visit_date")),
        ("VisitID", "appointment_id"),
        ("EpisodeID", "care_plan_id"),
        ("NPI", "clinician_npi"),
        ("TIN", "tin"),
        ("CPT", Several("cpt_codes")),
        ("ICD10", Several("icd10_codes")),
        ("Payer", "payer_class"),
        ("BodyPart", "body_part"),
        ("Treatment", "nullif(treatment, '')"),
        ("Instrument", "instrument"),
        ("Score", Number("score")),
        ("InitialScore", Number("initial_score")),
        ("InitialScoreDate", Day("initial_score_date")),
        ("FinalScore", Number("final_score")),
        ("FinalScoreDate", Day("final_score_date")),
        ("EpisodeStart", Day("episode_start")),
        ("EpisodeEnd", Day("episode_end")),
        ("LengthOfStayDays", "los_days"),
        ("LengthOfStayVisits", "los_visits"),
        ("EpisodeStatus", "episode_status"),
    ];

    public static IReadOnlyList<string> Columns { get; } = [.. Mapping.Select(column => column.Name)];

    /// <summary>COPY takes no parameters; a number and two capital letters are all that is written into it.</summary>
    public static string Copy(int year, string state)
    {
        if (state.Length != 2 || !state.All(char.IsAsciiLetterUpper))
        {
            throw new ArgumentException($"'{state}' is no state.", nameof(state));
        }

        var columns = string.Join(",\n    ", Mapping.Select(column => $"{column.Sql} AS \"{column.Name}\""));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            COPY (
                SELECT
                {columns}
                FROM mips.row
                WHERE year = {year} AND state = '{state}'
                ORDER BY row_no
            ) TO STDOUT (FORMAT csv, HEADER, ENCODING 'UTF8')
            """);
    }

    private static string Day(string column) => $"to_char({column}, 'MM/DD/YYYY')";

    private static string Number(string column) => $"trim_scale(round({column}, 1))";

    private static string Several(string column) => $"nullif(array_to_string({column}, ';'), '')";
}
