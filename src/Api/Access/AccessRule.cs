using System.Collections.Immutable;
using HealthGraph.Domain.Access;

namespace HealthGraph.Api.Access;

/// <summary>
/// Who may use a field or read a relation. A feature of fields and relations: what has none is refused to everyone but
/// <see cref="Role.Admin"/>.
/// </summary>
public sealed record AccessRule(ImmutableArray<Role> Roles)
{
    /// <summary>What leads nowhere by itself: other rules decide about what is behind it.</summary>
    public static readonly AccessRule Everyone = new([.. Enum.GetValues<Role>()]) { HoldsPatients = false };

    /// <summary>
    /// Rows that belong to a patient. Which of them a team sees, and what of them is left out for the deidentified, the database decides:
    /// the rule is for what is read as a relation, and for nothing that reads as the owner of the tables.
    /// </summary>
    public static readonly AccessRule Patients = new([Role.Admin, Role.Analyst, Role.Team, Role.Deidentified]);

    /// <summary>Clinics, therapists and the like: no patient in them.</summary>
    public static readonly AccessRule Reference = new([Role.Admin, Role.Analyst, Role.Team, Role.Deidentified]) { HoldsPatients = false };

    /// <summary>Runs: who watches and starts exports.</summary>
    public static readonly AccessRule Runs = new([Role.Admin, Role.Analyst, Role.Operator]) { HoldsPatients = false };

    /// <summary>Whether rows under the rule belong to patients, so that reading them is audited. So it is unless the rule says otherwise.</summary>
    public bool HoldsPatients { get; init; } = true;

    /// <summary>Whether it only asks that the caller is known.</summary>
    public bool IsForEveryone => Enum.GetValues<Role>().All(Roles.Contains);

    public bool Allows(Principal principal) => Allows(principal.Role);

    public bool Allows(Role role) => Roles.Contains(role);
}
