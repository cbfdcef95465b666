using System.Globalization;

namespace HealthGraph.Domain.Seeding;

internal sealed record SeedClinic(Guid Id, string ClinicId, string Name, string State, string Region, int StandardOffsetHours, bool SavesDaylight)
{
    /// <summary>What it bills under; some have none.</summary>
    public string? Tin { get; init; }

    /// <summary>Where it is not that of most of the state.</summary>
    public string? TimeZone { get; init; }
}

internal sealed record SeedTherapist(Guid Id, string Npi, string FirstName, string LastName, string StaffId);

internal sealed record SeedPhysician(Guid Id, string Npi, string FirstName, string LastName);

/// <summary>The clinics, and the people who work with the patients; as many as the patients need.</summary>
internal sealed class SeedClinics
{
    private static readonly (string State, string Region, int Offset, bool SavesDaylight, string[] Towns)[] States =
    [
        ("CA", "West", -8, true, ["Oakland", "San José", "Fresno", "Long Beach", "Santa Rosa", "Chula Vista"]),
        ("WA", "West", -8, true, ["Tacoma", "Spokane", "Bellingham"]),
        ("OR", "West", -8, true, ["Bend", "Eugene"]),
        ("AZ", "Southwest", -7, false, ["Mesa", "Tucson", "Flagstaff"]),
        ("CO", "Mountain", -7, true, ["Boulder", "Pueblo"]),
        ("TX", "South", -6, true, ["El Paso", "Austin", "Fort Worth", "Lubbock"]),
        ("IL", "Midwest", -6, true, ["Evanston", "Peoria", "Joliet"]),
        ("MN", "Midwest", -6, true, ["Duluth", "St. Paul"]),
        ("NY", "Northeast", -5, true, ["Yonkers", "Albany", "Buffalo", "Queens"]),
        ("MA", "Northeast", -5, true, ["Worcester", "Salem"]),
        ("PA", "Northeast", -5, true, ["Erie", "Scranton"]),
        ("FL", "South", -5, true, ["Tampa", "Coral Gables", "St. Augustine"]),
        ("GA", "South", -5, true, ["Savannah", "Macon"]),
    ];

    private static readonly string[] Sites = ["Downtown", "North", "Riverside", "Medical Center"];

    private readonly Dictionary<string, Guid> _therapistIds;
    private readonly Dictionary<string, Guid> _destinationIds;

    public SeedClinics(SeedOptions options, SeedPeople people)
    {
        var random = new SeedRandom(options.Seed, stream: -1);
        Clinics = MakeClinics(random);
        Therapists = MakeMany(Math.Clamp(options.Patients / 60, 40, 4_000), i => new SeedTherapist(
            random.NextGuid(), i % 19 == 7 ? Mistyped(Npi(random)) : Npi(random), random.Pick(people.FirstNames), random.Pick(people.LastNames), Number("T", i)));
        Physicians = MakeMany(Math.Clamp(options.Patients / 100, 25, 2_500), _ => new SeedPhysician(
            random.NextGuid(), Npi(random), random.Pick(people.FirstNames), random.Pick(people.LastNames)));
        _therapistIds = Therapists.ToDictionary(t => t.StaffId, t => t.Id);
        _destinationIds = Clinics.ToDictionary(c => c.ClinicId, c => c.Id);
    }

    public IReadOnlyList<SeedClinic> Clinics { get; }

    public IReadOnlyList<SeedTherapist> Therapists { get; }

    public IReadOnlyList<SeedPhysician> Physicians { get; }

    public Guid? TherapistId(string? staffId) => staffId is null ? null : _therapistIds[staffId];

    public Guid? DestinationId(string? clinicId) => clinicId is null ? null : _destinationIds[clinicId];

    private static List<SeedClinic> MakeClinics(SeedRandom random) =>
    [
        .. States.SelectMany((state, place) => state.Towns.SelectMany((town, t) => Sites.Take(1 + (t % 3)).Select((site, s) => new SeedClinic(
            random.NextGuid(),
            string.Create(CultureInfo.InvariantCulture, $"{state.State}-{(t * Sites.Length) + s + 1:000}"),
            $"{town} {site}",
            state.State,
            state.Region,
            town == "El Paso" ? -7 : state.Offset,
            state.SavesDaylight)
        {
            Tin = (t + s) % 7 == 5 ? null : Tin(place, s),
            TimeZone = town == "El Paso" ? "America/Denver" : null,
        }))),
    ];

    // As people write it, one for each state and site.
    private static string Tin(int place, int site) => string.Create(CultureInfo.InvariantCulture, $"{90 + site}-{4100000 + (place * 137):0000000}");

    private static List<T> MakeMany<T>(int count, Func<int, T> make) => [.. Enumerable.Range(1, count).Select(make)];

    private static string Number(string prefix, int i) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{i:00000}");

    // What the check digit is for.
    private static string Mistyped(string npi) => npi[..9] + (char)('0' + ((npi[9] - '0' + 1) % 10));

    // Ten digits that begin with 1 and end in the check digit (Luhn over 80840 and the first nine).
    private static string Npi(SeedRandom random)
    {
        Span<int> digits = stackalloc int[9];
        digits[0] = 1;
        for (var i = 1; i < 9; i++)
        {
            digits[i] = random.Next(10);
        }

        var sum = 24;
        for (var i = 0; i < 9; i++)
        {
            var doubled = i % 2 == 0 ? digits[i] * 2 : digits[i];
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        Span<char> text = stackalloc char[10];
        for (var i = 0; i < 9; i++)
        {
            text[i] = (char)('0' + digits[i]);
        }

        text[9] = (char)('0' + ((10 - (sum % 10)) % 10));
        return new string(text);
    }
}
