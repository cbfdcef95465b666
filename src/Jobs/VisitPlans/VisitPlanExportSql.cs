using System.Globalization;

namespace HealthGraph.Jobs.VisitPlans;

/// <summary>
/// The SQL of an export. COPY takes no parameters, so values are written into it; each comes from a type that has no way to be anything
/// but a number, a day, an instant, a uuid, or two capital letters.
/// </summary>
internal sealed class VisitPlanExportSql(VisitPlanExportArguments arguments)
{
    /// <summary>The plans that an incremental export chooses from.</summary>
    public const string ChangedTable = "changed_visit_plan";

    /// <summary>The plans that were written since an earlier attempt.</summary>
    public const string StaleTable = "stale_visit_plan";

    /// <summary>Every plan that qualifies. <c>published_at</c> is asked as the partial index has it.</summary>
    private string Qualifies { get; } = string.Join("\n  AND ", Conditions(arguments));

    /// <summary>The last key of each window after the given key, and how many rows lie before it, from one scan.</summary>
    public string Boundaries(PlanKey? after, int size) =>
        $"""
        SELECT created_at, visit_plan_id, n
        FROM (
            SELECT
                plan.created_at,
                plan.visit_plan_id,
                row_number() OVER page AS n,
                lead(plan.visit_plan_id) OVER page AS next
            FROM api.visit_plan AS plan
            WHERE {Qualifies}
              {Between(new ExportWindow(0, after, null, 0))}
            WINDOW page AS (ORDER BY plan.created_at, plan.visit_plan_id)
        ) AS numbered
        WHERE n % {size} = 0 OR next IS NULL
        ORDER BY n
        """;

    public string CountPlans(ExportWindow window) =>
        $"""
        SELECT count(*)
        FROM api.visit_plan AS plan
        WHERE {Qualifies}
          {Between(window)}
        """;

    public string CountEntries(ExportWindow window) =>
        $"""
        SELECT count(*)
        FROM api.visit_plan AS plan
        JOIN api.visit_plan_entry AS entry ON entry.visit_plan_id = plan.visit_plan_id
        WHERE {Qualifies}
          {Between(window)}
        """;

    public string CopyPlans(ExportWindow window) => Copy(
        VisitPlanColumns.Plans,
        $"""
        FROM api.visit_plan AS plan
        WHERE {Qualifies}
          {Between(window)}
        ORDER BY plan.created_at, plan.visit_plan_id
        """);

    public string CopyEntries(ExportWindow window) => Copy(
        VisitPlanColumns.Entries,
        $"""
        FROM api.visit_plan AS plan
        JOIN api.visit_plan_entry AS entry ON entry.visit_plan_id = plan.visit_plan_id
        WHERE {Qualifies}
          {Between(window)}
        ORDER BY plan.created_at, plan.visit_plan_id, entry.position
        """);

    /// <summary>The plans of which any row that makes up the flattened one was written since the earlier snapshot.</summary>
    public static string CreateChanged(string table, ExportSnapshot earlier, ExportSnapshot now) =>
        $"""
        CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS
        WITH changed_care_plan AS (
            SELECT id FROM matrix.care_plan WHERE {Written(earlier, now)}
            UNION
            SELECT care_plan_id FROM matrix.appointment WHERE {Written(earlier, now)}
        ),
        changed_appointment AS (
            SELECT appointment_id FROM matrix.appointment WHERE {Written(earlier, now)}
            UNION
            SELECT appointment_id FROM matrix.appointment
            WHERE therapist_id IN (SELECT id FROM matrix.therapist WHERE {Written(earlier, now)})
            UNION
            SELECT appointment_id FROM matrix.appointment
            WHERE destination_id IN (SELECT id FROM matrix.destination WHERE {Written(earlier, now)})
        ),
        changed AS (
            SELECT id FROM marketplace.visit_plan WHERE {Written(earlier, now)}
            UNION
            SELECT visit_plan_id FROM marketplace.visit_plan_entry WHERE {Written(earlier, now)}
            UNION
            SELECT plan.id
            FROM marketplace.visit_plan AS plan
            JOIN matrix.care_plan AS care_plan ON care_plan.aggregate_id = plan.care_plan_aggregate_id
            WHERE care_plan.id IN (SELECT id FROM changed_care_plan)
            UNION
            SELECT id FROM marketplace.visit_plan WHERE appointment_id IN (SELECT appointment_id FROM changed_appointment)
        )
        SELECT plan.id, plan.created_at
        FROM marketplace.visit_plan AS plan
        JOIN changed ON changed.id = plan.id
        """;

    public static string AnyStale(ExportWindow window) =>
        $"""
        SELECT EXISTS (
            SELECT 1
            FROM (SELECT created_at, id AS visit_plan_id FROM {StaleTable}) AS plan
            WHERE true
              {Between(window)}
        )
        """;

    private string Copy(IReadOnlyList<ExportColumn> columns, string from) => arguments.Format switch
    {
        ExportFormat.Csv =>
            $"""
            COPY (
            SELECT {Join(columns, column => column.Csv)}
            {from}
            ) TO STDOUT (FORMAT csv, HEADER, ENCODING 'UTF8')
            """,

        // Neither sign occurs in JSON, where control characters are escaped, so nothing is ever quoted and the bytes are the JSON's own.
        ExportFormat.Ndjson =>
            $"""
            COPY (
            SELECT row_to_json(line) FROM (
            SELECT {Join(columns, column => column.Json)}
            {from}
            ) AS line
            ) TO STDOUT (FORMAT csv, QUOTE E'\x01', ESCAPE E'\x01', DELIMITER E'\x02', ENCODING 'UTF8')
            """,
        _ => throw new System.Diagnostics.UnreachableException(arguments.Format.ToString()),
    };

    private static string Join(IReadOnlyList<ExportColumn> columns, Func<ExportColumn, string> sql) =>
        string.Join(",\n    ", columns.Select(column => $"{sql(column)} AS {column.Name}"));

    private static List<string> Conditions(VisitPlanExportArguments arguments)
    {
        var since = arguments.Since ?? VisitPlanExportArguments.Earliest;
        List<string> conditions =
        [
            "plan.published_at IS NOT NULL",
            $"plan.appointment_date >= '{Day(since)}'",
        ];
        if (arguments.Until is { } until)
        {
            conditions.Add($"plan.appointment_date < '{Day(until)}'");
        }

        if (arguments.States.Count > 0)
        {
            conditions.Add($"plan.destination_state IN ({string.Join(", ", arguments.States.Select(state => $"'{state}'"))})");
        }

        if (arguments.Incremental)
        {
            conditions.Add($"plan.visit_plan_id IN (SELECT id FROM {ChangedTable})");
        }

        return conditions;
    }

    private static string Between(ExportWindow window)
    {
        var after = window.After is { } a ? $"AND (plan.created_at, plan.visit_plan_id) > ({Key(a)})" : "";
        var through = window.Through is { } t ? $"AND (plan.created_at, plan.visit_plan_id) <= ({Key(t)})" : "";
        return $"{after}\n  {through}";
    }

    private static string Key(PlanKey key) => string.Create(
        CultureInfo.InvariantCulture, $"timestamptz '{key.CreatedAt:yyyy-MM-dd HH:mm:ss.ffffff}Z', uuid '{key.Id:D}'");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture);

    // xmin has 32 bits and goes round; how far it lies back does not matter beyond that, since an old row then merely counts as changed.
    private static string Written(ExportSnapshot earlier, ExportSnapshot now) => string.Create(
        CultureInfo.InvariantCulture, $"(({now.Xmax} - xmin::text::bigint) & 4294967295) <= {now.Xmax - earlier.Xmin}");
}
