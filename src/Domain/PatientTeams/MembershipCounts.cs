namespace HealthGraph.Domain.PatientTeams;

/// <summary>What an update did to the memberships in its scope. Those that were unchanged were neither written nor locked.</summary>
public sealed record MembershipCounts(long Inserted, long Changed, long Deleted, long Unchanged)
{
    public static MembershipCounts None { get; } = new(0, 0, 0, 0);

    public long Written => Inserted + Changed + Deleted;

    public static MembershipCounts operator +(MembershipCounts left, MembershipCounts right) => new(
        left.Inserted + right.Inserted, left.Changed + right.Changed, left.Deleted + right.Deleted, left.Unchanged + right.Unchanged);
}
