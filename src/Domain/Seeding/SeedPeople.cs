using Bogus;
using Bogus.DataSets;

namespace HealthGraph.Domain.Seeding;

/// <summary>Invented names, most of them American, some that a careless export breaks on.</summary>
internal sealed class SeedPeople
{
    private static readonly string[] Awkward =
        ["O'Brien", "Nuñez y Ortega", "Smith, Jr.", "D’Angelo", "Łukaszewicz", "Nguyễn", "van der \"Bud\" Berg", "Åström", "王", "Al-Hakim"];

    private static readonly (string Locale, int Names)[] Origins = [("en", 600), ("es_MX", 150), ("pl", 40), ("fr", 40)];

    public SeedPeople()
    {
        FirstNames = Draw(name => name.FirstName());
        LastNames = [.. Draw(name => name.LastName()), .. Awkward, .. Awkward];
    }

    public IReadOnlyList<string> FirstNames { get; }

    public IReadOnlyList<string> LastNames { get; }

    // Once, with a number of its own: which of these a person gets is decided by the person's own stream.
    private static List<string> Draw(Func<Name, string> next) =>
    [
        .. Origins.SelectMany(origin =>
        {
            var names = new Name(origin.Locale) { Random = new Randomizer(20_220_101) };
            return Enumerable.Range(0, origin.Names).Select(_ => next(names)).ToList();
        }),
    ];
}
