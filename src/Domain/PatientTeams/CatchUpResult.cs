namespace HealthGraph.Domain.PatientTeams;

/// <summary>What one pass over the marks came to.</summary>
/// <param name="Marks">Marks that were taken and are done.</param>
/// <param name="Counts">What that did to memberships.</param>
/// <param name="MayBeMore">There were more marks than one pass takes, or another node has the turn.</param>
public sealed record CatchUpResult(long Marks, MembershipCounts Counts, bool MayBeMore)
{
    public static CatchUpResult Nothing { get; } = new(0, MembershipCounts.None, false);
}

/// <summary>A full update.</summary>
/// <param name="Counts">What it did, with what was marked before.</param>
/// <param name="Unmarked">Memberships that were wrong although nothing had marked them. There should be none.</param>
public sealed record FullUpdateResult(MembershipCounts Counts, long Unmarked);
