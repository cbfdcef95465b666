using System.Globalization;
using HealthGraph.Domain.Mips;
using HealthGraph.Testing.Postgres;
using static HealthGraph.Domain.Tests.Mips.MipsTables;

namespace HealthGraph.Domain.Tests.Mips;

/// <summary>
/// The rules of docs/mips.md in plain C#, one appointment after the other over the whole tables, written from that page and not from the SQL:
/// what the builder has to come to.
/// </summary>
internal sealed class MipsEvaluation
{
    private const string UnknownZone = "America/Los_Angeles";

    private readonly MipsBuildRequest _request;
    private readonly Dictionary<Guid, Plan> _plans;
    private readonly Dictionary<Guid, Clinic> _clinics;
    private readonly Dictionary<Guid, string?> _npis;
    private readonly Dictionary<Guid, Patient> _patients;
    private readonly Dictionary<string, string> _zones;
    private readonly Dictionary<string, (string Kind, decimal Mcid, bool HigherIsBetter, decimal Lowest, decimal Highest)> _instruments;
    private readonly Dictionary<string, string> _formTypes;
    private readonly HashSet<string> _excluded;
    private readonly Dictionary<(string BodyPart, string Kind), string> _codes;
    private readonly ILookup<Guid, Appointment> _appointments;
    private readonly ILookup<Guid, Form> _forms;

    private MipsEvaluation(MipsBuildRequest request, MipsTables tables)
    {
        _request = request;
        _plans = tables.Plans.ToDictionary(plan => plan.Id);
        _clinics = tables.Clinics.ToDictionary(clinic => clinic.Id);
        _npis = tables.Therapists;
        _patients = tables.Patients.ToDictionary(patient => patient.Id);
        _zones = tables.Zones;
        _instruments = tables.Instruments;
        _formTypes = tables.FormTypes;
        _excluded = tables.Excluded;
        _codes = tables.Codes;
        _appointments = tables.Appointments.ToLookup(appointment => appointment.PlanId);
        _forms = tables.Forms.ToLookup(form => form.PlanId);
    }

    /// <summary>Rows in the order of the file and rejects, as text.</summary>
    public static async Task<(List<string> Rows, List<string> Rejects)> RunAsync(TestDatabase database, MipsBuildRequest request)
    {
        var evaluation = new MipsEvaluation(request, await MipsTables.ReadAsync(database, request.Year));
        return evaluation.Evaluate();
    }

    private (List<string> Rows, List<string> Rejects) Evaluate()
    {
        var rows = new List<(string Order, List<string> Lines)>();
        var rejects = new List<string>();
        foreach (var appointment in _appointments.SelectMany(ofPlan => ofPlan))
        {
            var clinic = appointment.ClinicId is { } id ? _clinics[id] : null;
            var isOurs = clinic?.State == _request.State || clinic?.State is null;
            var newYear = new DateTime(_request.Year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            if (!isOurs || appointment.Start is not { } start || start < newYear.AddDays(-1) || start >= newYear.AddYears(1).AddDays(1))
            {
                continue;
            }

            if (Reason(appointment, clinic) is { } reason)
            {
                rejects.Add($"{appointment.Id} {reason}");
                continue;
            }

            var plan = _plans[appointment.PlanId];
            rows.Add(($"{plan.PatientId} {plan.Id} {DayOf(appointment):yyyy-MM-dd} {appointment.Id}", Lines(appointment, clinic!)));
        }

        return ([.. rows.OrderBy(row => row.Order, StringComparer.Ordinal).SelectMany(row => row.Lines)], [.. rejects.Order(StringComparer.Ordinal)]);
    }

    private string? Reason(Appointment appointment, Clinic? clinic)
    {
        var plan = _plans[appointment.PlanId];
        if (appointment.Status != "completed")
        {
            return "not_completed";
        }

        if (DayOf(appointment).Year != _request.Year)
        {
            return "outside_year";
        }

        if (clinic?.State is null)
        {
            return "state";
        }

        var bodyPart = CodeOf(plan.BodyPart);
        if (bodyPart is not null && _excluded.Contains(bodyPart))
        {
            return "body_part_excluded";
        }

        if (bodyPart is null || MipsRowKind.All.Any(kind => !_codes.ContainsKey((bodyPart, kind))))
        {
            return "body_part_unmapped";
        }

        var visits = Visits(plan.Id);
        if (!_patients.TryGetValue(plan.PatientId, out var patient) || patient.BirthDate is not { } born || Age(born, DayOf(visits[0])) < _request.MinimumAge)
        {
            return "age";
        }

        var lastDay = visits.Max(DayOf);
        if (_request.StrictlyContained
            && (!plan.IsClosed || DayOf(visits[0]).Year < _request.Year || lastDay.Year > _request.Year || plan.EndedOn?.Year > _request.Year))
        {
            return "not_contained";
        }

        if (appointment.TherapistId is not { } therapist || !IsNpi(_npis[therapist]))
        {
            return "npi_invalid";
        }

        return Tin(clinic) is { Length: 9 } tin && tin.All(char.IsAsciiDigit) ? null : "tin_missing";
    }

    private List<string> Lines(Appointment appointment, Clinic clinic)
    {
        var plan = _plans[appointment.PlanId];
        var patient = _patients[plan.PatientId];
        var visits = Visits(plan.Id);
        var number = visits.FindIndex(visit => visit.Id == appointment.Id) + 1;
        var (first, last) = (DayOf(visits[0]), visits.Max(DayOf));
        var bodyPart = CodeOf(plan.BodyPart)!;
        var lines = new List<string>();
        foreach (var kind in MipsRowKind.All)
        {
            var isStay = kind == MipsRowKind.LengthOfStay;
            var (initial, final, why) = isStay ? (null, null, null) : Episode(plan.Id, kind);
            var own = isStay ? null : FormOf(appointment, kind);
            var isComparable = final is not null;
            var instrument = own?.Instrument ?? initial?.Instrument;
            decimal? change = isComparable ? final!.Score - initial!.Score : null;
            var rule = initial is null ? default : _instruments[initial.Instrument!];
            object?[] values =
            [
                lines.Count + 1, appointment.Id, kind, plan.Id, plan.PatientId, patient.BirthDate,
                patient.Gender?.ToLowerInvariant() switch { "female" or "f" => "F", "male" or "m" => "M", _ => "U" },
                DayOf(appointment), number,
                number == 1 ? "initial" : plan.IsClosed && number == visits.Count ? "discharge" : "followup",
                _npis[appointment.TherapistId!.Value], Tin(clinic), clinic.ClinicId, bodyPart, _codes[(bodyPart, kind)], instrument,
                own?.Score, own?.Score is null ? null : own.Day,
                initial?.Score, initial?.Day, isComparable ? final!.Score : null, isComparable ? final!.Day : null, change,
                initial is null ? null : rule.Mcid,
                change is null ? null : (rule.HigherIsBetter ? change >= rule.Mcid : -change >= rule.Mcid),
                first, plan.IsClosed ? plan.EndedOn ?? last : null,
                isStay ? (plan.IsClosed ? last : DayOf(appointment)).DayNumber - first.DayNumber : null,
                isStay ? number : null,
                plan.SurgeryDate is not null,
                plan.SurgeryDate is { } surgery && surgery <= first ? first.DayNumber - surgery.DayNumber : null,
                !isStay && !isComparable ? "incomplete" : plan.IsClosed ? "complete" : "open",
                isStay || isComparable ? null : why,
            ];
            lines.Add(string.Join(" | ", values.Skip(1).Select(Text)));
        }

        return lines;
    }

    // The first scored form and the last, and why they cannot be compared. Two at one day: the later corrects the earlier.
    private (Form? Initial, Form? Final, string? Why) Episode(Guid planId, string kind)
    {
        var visits = Visits(planId);
        var forms = FormsOf(planId).Where(form => form.Kind == kind).ToList();
        var scored = forms.Where(form => form.Score is not null).ToList();
        var eligible = scored.Where(form => form.Day >= DayOf(visits[0]).AddDays(-_request.DaysBeforeFirst)).ToList();
        if (eligible.Count == 0)
        {
            return (null, null, forms.Any(form => form.Score is null) ? "score_out_of_range" : "fewer_than_two_scores");
        }

        var firstDay = eligible.Min(form => form.Day);
        var initial = Latest(eligible.Where(form => form.Day == firstDay));
        var final = Latest(scored);
        return final.Id == initial.Id ? (initial, null, forms.Any(form => form.Score is null) ? "score_out_of_range" : "fewer_than_two_scores")
            : final.Instrument != initial.Instrument ? (initial, null, "instrument_changed")
            : (initial, final, null);
    }

    private Form? FormOf(Appointment visit, string kind)
    {
        var visits = Visits(visit.PlanId);
        var number = visits.FindIndex(other => other.Id == visit.Id);
        var forms = FormsOf(visit.PlanId).Where(form => form.Kind == kind).ToList();
        var own = forms.Where(form => form.VisitId == visit.Id).ToList();
        if (own.Count == 0)
        {
            own = [.. forms.Where(form => form.VisitId is null && form.Day == DayOf(visit))];
        }

        if (own.Count == 0)
        {
            var after = number == 0 ? DayOf(visit).AddDays(-_request.DaysBeforeFirst - 1) : DayOf(visits[number - 1]);
            own = [.. forms.Where(form => form.VisitId is null
                && visits.All(other => DayOf(other) != form.Day)
                && form.Day > after
                && form.Day <= DayOf(visit).AddDays(_request.DaysAfterVisit))];
        }

        return own.Count == 0 ? null : Latest(own.Any(form => form.Score is not null) ? own.Where(form => form.Score is not null) : own);
    }

    private static Form Latest(IEnumerable<Form> forms) =>
        forms.OrderBy(form => form.CompletedAt).ThenBy(form => form.Id.ToString("D"), StringComparer.Ordinal).Last();

    private IEnumerable<Form> FormsOf(Guid planId)
    {
        var visits = Visits(planId);
        var zone = ZoneOf(visits[0]);
        foreach (var form in _forms[planId])
        {
            if (form.CompletedAt is not { } completed || form.Number is null || !_formTypes.TryGetValue(CodeOf(form.Type)!, out var instrument))
            {
                continue;
            }

            var rule = _instruments[instrument];
            yield return form with
            {
                Instrument = instrument,
                Kind = rule.Kind,
                Day = DayIn(completed, zone),
                VisitId = visits.Any(visit => visit.Id == form.VisitId) ? form.VisitId : null,
                Score = decimal.TryParse(form.Number, NumberStyles.Number, CultureInfo.InvariantCulture, out var score) && score >= rule.Lowest && score <= rule.Highest
                    ? score
                    : null,
            };
        }
    }

    private List<Appointment> Visits(Guid planId) =>
    [
        .. _appointments[planId]
            .Where(visit => visit.Status == "completed" && visit.Start is not null)
            .OrderBy(DayOf)
            .ThenBy(visit => visit.Start)
            .ThenBy(visit => visit.Id.ToString("D"), StringComparer.Ordinal),
    ];

    private DateOnly DayOf(Appointment appointment) => DayIn(appointment.Start!.Value, ZoneOf(appointment));

    private string ZoneOf(Appointment appointment) =>
        appointment.ClinicId is { } id && _clinics[id] is var clinic
            ? clinic.Zone ?? (clinic.State is { } state ? _zones.GetValueOrDefault(state) : null) ?? UnknownZone
            : UnknownZone;

    private string? Tin(Clinic clinic) => clinic.Tin?.Replace("-", "").Replace(" ", "") is { Length: > 0 } tin ? tin : _request.Tin;

    private static DateOnly DayIn(DateTime instant, string zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(instant, TimeZoneInfo.FindSystemTimeZoneById(zone)));

    // Birthdays: who was born on 29 February comes of age on 1 March.
    private static int Age(DateOnly born, DateOnly on) =>
        on.Year - born.Year - ((on.Month, on.Day).CompareTo((born.Month, born.Day)) < 0 ? 1 : 0);

    private static bool IsNpi(string? npi)
    {
        if (npi is not { Length: 10 } || npi[0] is not ('1' or '2') || !npi.All(char.IsAsciiDigit))
        {
            return false;
        }

        var sum = 0;
        var doubled = false;
        foreach (var c in ("80840" + npi).Reverse())
        {
            var digit = c - '0';
            sum += doubled ? (digit * 2 / 10) + (digit * 2 % 10) : digit;
            doubled = !doubled;
        }

        return sum % 10 == 0;
    }

    private static string? CodeOf(string? wording)
    {
        if (wording is null)
        {
            return null;
        }

        var words = new string([.. wording.Replace("&", " and ").ToLowerInvariant().Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : ' ')]);
        return string.Join('_', words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Text(object? value) => value switch
    {
        null => "-",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        decimal number => number.ToString("0.##########", CultureInfo.InvariantCulture),
        bool truth => truth ? "t" : "f",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
