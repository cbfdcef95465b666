using HealthGraph.Testing.Postgres;

namespace HealthGraph.Domain.Tests.Mips;

/// <summary>The tables that <see cref="MipsEvaluation"/> judges by, whole.</summary>
internal sealed record MipsTables
{
    public required List<Plan> Plans { get; init; }

    public required List<Clinic> Clinics { get; init; }

    public required List<Patient> Patients { get; init; }

    public required List<Appointment> Appointments { get; init; }

    public required List<Form> Forms { get; init; }

    public required Dictionary<Guid, string?> Therapists { get; init; }

    public required Dictionary<string, string> Zones { get; init; }

    public required Dictionary<string, (string, decimal, bool, decimal, decimal)> Instruments { get; init; }

    public required Dictionary<string, string> FormTypes { get; init; }

    public required HashSet<string> Excluded { get; init; }

    public required Dictionary<(string, string), string> Codes { get; init; }

    public static async Task<MipsTables> ReadAsync(TestDatabase database, int year)
    {
        var codes = new Dictionary<(string, string), string>();
        foreach (var row in await database.RowsAsync("SELECT body_part, row_kind, year_from, year_to, treatment FROM mips.measure_code ORDER BY year_from"))
        {
            if ((int)row[2]! <= year && (row[3] is null || (int)row[3]! >= year))
            {
                codes[((string)row[0]!, (string)row[1]!)] = (string)row[4]!;
            }
        }

        return new MipsTables
        {
            Plans =
            [
                .. (await database.RowsAsync(
                    """
                    SELECT id, patient_id, affected_body_part, CASE WHEN isfinite(surgery_date) THEN surgery_date END,
                        CASE WHEN isfinite(ended_on) THEN ended_on END, status
                    FROM matrix.care_plan
                    """)).Select(row => new Plan(
                        (Guid)row[0]!, (Guid)row[1]!, (string?)row[2], Day(row[3]), Day(row[4]), (string)row[5]! == "completed" || row[4] is not null)),
            ],
            Clinics = [.. (await database.RowsAsync("SELECT id, clinic_id, state, tin, time_zone FROM matrix.destination")).Select(row => new Clinic((Guid)row[0]!, (string)row[1]!, (string?)row[2], (string?)row[3], (string?)row[4]))],
            Patients = [.. (await database.RowsAsync("SELECT id, CASE WHEN isfinite(birth_date) THEN birth_date END, gender FROM marketplace.patient")).Select(row => new Patient((Guid)row[0]!, Day(row[1]), (string?)row[2]))],
            Appointments =
            [
                .. (await database.RowsAsync("SELECT appointment_id, care_plan_id, status, CASE WHEN isfinite(time_start) THEN time_start END, destination_id, therapist_id FROM matrix.appointment"))
                    .Select(row => new Appointment((Guid)row[0]!, (Guid)row[1]!, (string)row[2]!, (DateTime?)row[3], (Guid?)row[4], (Guid?)row[5])),
            ],
            Forms =
            [
                .. (await database.RowsAsync("SELECT form_id, care_plan_id, appointment_id, form_type, CASE WHEN isfinite(completed_at) THEN completed_at END, score::text FROM mips.patient_form"))
                    .Select(row => new Form((Guid)row[0]!, (Guid)row[1]!, (Guid?)row[2], (string)row[3]!, (DateTime?)row[4], (string?)row[5])),
            ],
            Therapists = (await database.RowsAsync("SELECT id, npi FROM matrix.therapist")).ToDictionary(row => (Guid)row[0]!, row => (string?)row[1]),
            Zones = (await database.RowsAsync("SELECT state, time_zone FROM mips.state")).ToDictionary(row => (string)row[0]!, row => (string)row[1]!),
            Instruments = (await database.RowsAsync("SELECT instrument, row_kind, mcid, higher_is_better, lowest_score, highest_score FROM mips.instrument"))
                .ToDictionary(row => (string)row[0]!, row => ((string)row[1]!, (decimal)row[2]!, (bool)row[3]!, (decimal)row[4]!, (decimal)row[5]!)),
            FormTypes = (await database.RowsAsync("SELECT form_type, instrument FROM mips.form_type")).ToDictionary(row => (string)row[0]!, row => (string)row[1]!),
            Excluded = [.. (await database.RowsAsync("SELECT body_part FROM mips.body_part WHERE is_excluded")).Select(row => (string)row[0]!)],
            Codes = codes,
        };
    }

    private static DateOnly? Day(object? value) => value switch
    {
        null => null,
        DateOnly day => day,
        DateTime instant => DateOnly.FromDateTime(instant),
        _ => throw new InvalidOperationException(value.GetType().Name),
    };

    internal sealed record Plan(Guid Id, Guid PatientId, string? BodyPart, DateOnly? SurgeryDate, DateOnly? EndedOn, bool IsClosed);

    internal sealed record Clinic(Guid Id, string ClinicId, string? State, string? Tin, string? Zone);

    internal sealed record Patient(Guid Id, DateOnly? BirthDate, string? Gender);

    internal sealed record Appointment(Guid Id, Guid PlanId, string Status, DateTime? Start, Guid? ClinicId, Guid? TherapistId);

    internal sealed record Form(Guid Id, Guid PlanId, Guid? VisitId, string Type, DateTime? CompletedAt, string? Number)
    {
        public string? Instrument { get; init; }

        public string? Kind { get; init; }

        public DateOnly Day { get; init; }

        public decimal? Score { get; init; }
    }
}
