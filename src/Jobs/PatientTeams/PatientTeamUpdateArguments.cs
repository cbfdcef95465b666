using HealthGraph.Domain.PatientTeams;
using HealthGraph.Jobs.Runs;

namespace HealthGraph.Jobs.PatientTeams;

/// <summary>Whose memberships a run brings up to date. Null is everybody's; an empty list is nobody's.</summary>
public sealed record PatientTeamUpdateArguments
{
    /// <summary>Ids in one request. Whoever has more asks for everybody, which costs less.</summary>
    public const int MaxIds = 50_000;

    public IReadOnlyList<Guid>? PatientIds { get; init; }

    public IReadOnlyList<long>? TeamIds { get; init; }

    /// <summary>What is wrong with the arguments, field by field; none when they are good.</summary>
    public IEnumerable<(string Field, string Message)> Problems()
    {
        if (PatientIds is { Count: > MaxIds })
        {
            yield return ("patientIds", TooMany("patientIds", PatientIds.Count));
        }

        if (TeamIds is { Count: > MaxIds })
        {
            yield return ("teamIds", TooMany("teamIds", TeamIds.Count));
        }
    }

    /// <summary>The same scope in the same words.</summary>
    public PatientTeamUpdateArguments Normalized()
    {
        foreach (var (_, message) in Problems())
        {
            throw new RunFailedException("INVALID_ARGUMENTS", message);
        }

        return new PatientTeamUpdateArguments
        {
            PatientIds = PatientIds is null ? null : [.. PatientIds.Distinct().Order()],
            TeamIds = TeamIds is null ? null : [.. TeamIds.Distinct().Order()],
        };
    }

    internal MembershipScope Scope() => new(PatientIds, TeamIds);

    private static string TooMany(string field, int count) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{field} has {count} ids, but may have {MaxIds}; leave both lists out to update everybody.");
}

/// <summary>What came of an update.</summary>
public sealed record PatientTeamUpdateOutputs
{
    /// <summary>Memberships that are new.</summary>
    public required long Inserted { get; init; }

    /// <summary>Memberships with other sources than before.</summary>
    public required long Changed { get; init; }

    /// <summary>Memberships that had no source any more.</summary>
    public required long Deleted { get; init; }

    /// <summary>Memberships in the scope that were right, and were neither written nor locked.</summary>
    public required long Unchanged { get; init; }

    /// <summary>After an update of everybody: how many were wrong although no input had been seen to change. There should be none.</summary>
    public long Unmarked { get; init; }
}
