namespace HealthGraph.Jobs.VisitPlans;

/// <summary>A column of the export: its name, its type for the manifest's readers, and the SQL for a CSV and for a JSON value.</summary>
internal sealed record ExportColumn(string Name, string Type, string Csv, string Json);

/// <summary>The columns, in the order of the files. A new one goes to the end.</summary>
internal static class VisitPlanColumns
{
    private const string EntryList =
        """
        coalesce((
            SELECT json_agg(json_build_object(
                'position', entry.position,
                'visits_per_week', entry.visits_per_week,
                'weeks', entry.weeks,
                'instructions', entry.instructions) ORDER BY entry.position)
            FROM api.visit_plan_entry AS entry
            WHERE entry.visit_plan_id = plan.visit_plan_id), '[]'::json)
        """;

    public static readonly IReadOnlyList<ExportColumn> Plans =
    [
        Instant("published_at"),
        Plain("visit_plan_id", "uuid"),
        Plain("patient_id", "uuid"),
        Plain("care_plan_id", "uuid"),
        Plain("appointment_id", "uuid"),
        Plain("prescribed_by_id", "uuid"),
        Plain("plan_text", "string"),
        Plain("anticipated_discharge_date", "date"),
        new("entries", "json", EntryList, EntryList),
        Boolean("continuation"),
        Plain("visits_remaining", "integer"),
        Plain("total_expected_visits", "integer"),
        Instant("created_at"),
        Instant("appointment_date"),
        Instant("appointment_start"),
        Instant("appointment_end"),
        Plain("appointment_status", "string"),
        Plain("appointment_type", "string"),
        Plain("therapist_npi", "string"),
        Plain("therapist_first_name", "string"),
        Plain("therapist_last_name", "string"),
        Plain("clinic_id", "string"),
        Plain("destination_name", "string"),
        Plain("destination_state", "string"),
        Plain("destination_region", "string"),
        Plain("affected_body_part", "string"),
        Plain("surgery_date", "date"),
        Plain("care_plan_number", "integer"),
        Plain("started_on", "date"),
        Plain("ended_on", "date"),
    ];

    public static readonly IReadOnlyList<ExportColumn> Entries =
    [
        Entry("id", "uuid"),
        Entry("visit_plan_id", "uuid"),
        Entry("position", "integer"),
        Entry("visits_per_week", "integer"),
        Entry("weeks", "integer"),
        Entry("instructions", "string"),
    ];

    private static ExportColumn Plain(string name, string type) => new(name, type, $"plan.{name}", $"plan.{name}");

    private static ExportColumn Entry(string name, string type) => new(name, type, $"entry.{name}", $"entry.{name}");

    private static ExportColumn Boolean(string name) => new(name, "boolean", $"plan.{name}::text", $"plan.{name}");

    private static ExportColumn Instant(string name)
    {
        var sql = $"""to_char(plan.{name}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""";
        return new ExportColumn(name, "instant", sql, sql);
    }
}
