using HealthGraph.GraphQL.Data.Relations;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.GraphQL.Data.Tests;

/// <summary>Two small tables with links both ways, some values missing, for tests to ask about.</summary>
internal static class ClinicRelations
{
    public const string Sql = """
        CREATE TABLE public.clinic (id int PRIMARY KEY, name text NOT NULL, state char(2), opened date);
        CREATE TABLE public.visit (
            id int PRIMARY KEY, clinic_id int REFERENCES public.clinic, note text, minutes int, cost numeric, at timestamptz, urgent boolean NOT NULL);
        CREATE INDEX ON public.visit (clinic_id);
        INSERT INTO public.clinic VALUES (1, 'North', 'CA', '2020-01-31'), (2, 'South', 'TX', NULL), (3, 'Empty', NULL, '1999-12-31');
        INSERT INTO public.visit VALUES
            (1, 1, 'first 100%', 30, 10.50, '2024-01-01T10:00:00Z', false),
            (2, 1, 'Second_visit', 45, 0.000, '2024-01-01T10:00:00.123456Z', true),
            (3, 2, NULL, NULL, NULL, NULL, false),
            (4, 2, 'line
        break "quoted" é😀', 30, -12345678901234567890.1234, '1999-12-31T23:59:59.5-08', true),
            (5, NULL, 'no clinic', 60, 3, 'infinity', false);
        """;

    public static Relation Clinic { get; } = new(
        "Clinic",
        "public",
        "clinic",
        [
            new("number", "id", Int4, false, "Number."),
            new("name", "name", Text, false, "Name."),
            new("state", "state", FixedText, true, "State."),
            new("opened", "opened", Date, true, "Opened."),
        ],
        ["id"])
    {
        Description = "A clinic.",
        Links = [new ToMany("visits", () => VisitRelation.Visit, [("id", "clinic_id")], "Its visits.", 50, 100)],
    };

    public static RelationHarness Harness(Testing.Postgres.TestDatabase database) => new(database, ("clinics", Clinic), ("visits", VisitRelation.Visit));
}

internal static class VisitRelation
{
    private static readonly ToOne ClinicLink = new("clinic", () => ClinicRelations.Clinic, [("clinic_id", "id")], true, "Its clinic.");

    public static Relation Visit { get; } = new(
        "Visit",
        "public",
        "visit",
        [
            new("number", "id", Int4, false, "Number."),
            new("clinicId", "clinic_id", Int4, true, "Clinic."),
            new("note", "note", Text, true, "Note."),
            new("minutes", "minutes", Int4, true, "Minutes."),
            new("cost", "cost", Numeric, true, "Cost."),
            new("at", "at", Timestamptz, true, "At."),
            new("urgent", "urgent", Bool, false, "Urgent."),
            new("clinicName", "name", Text, true, "Its clinic's name.") { Via = [ClinicLink] },
        ],
        ["id"])
    {
        Description = "A visit.",
        Links = [ClinicLink, new ToOne("sister", () => ClinicRelations.Clinic, [("id", "id")], true, "Its clinic again.") { Via = [ClinicLink] }],
    };
}
