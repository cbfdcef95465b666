namespace HealthGraph.Domain.PatientTeams;

/// <summary>
/// Which memberships an update may touch: those of the patients, of the teams, or, with both, of these patients in these teams. Null
/// leaves that side open. An empty list is not the same: it is nobody.
/// </summary>
public sealed record MembershipScope(IReadOnlyCollection<Guid>? Patients, IReadOnlyCollection<long>? Teams)
{
    public static MembershipScope Everything { get; } = new(null, null);

    public bool IsEverything => Patients is null && Teams is null;

    public bool IsNothing => Patients is { Count: 0 } || Teams is { Count: 0 };
}
