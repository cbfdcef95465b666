using HealthGraph.Domain.Access;

namespace HealthGraph.Api.Access;

/// <summary>
/// Who may use a field: attached to a field, or to a relation and so to every field that leads to its rows. What lies below such a
/// field is open with it, unless it has a rule of its own. A root field without a rule is the admin's alone.
/// </summary>
internal sealed class AccessRule
{
    private readonly HashSet<Role> _roles;

    private AccessRule(params IEnumerable<Role> roles) => _roles = [Role.Admin, .. roles];

    public static AccessRule AdminOnly { get; } = new();

    /// <summary>Every caller with a key: what names no patient and no run, such as clinics and therapists.</summary>
    public static AccessRule AnyCaller { get; } = new(Enum.GetValues<Role>());

    /// <summary>
    /// Rows of patients. The roles that see some rows or some columns of them (team, deidentified) are let in when the rules that
    /// restrict rows and mask columns are in force, and not before.
    /// </summary>
    public static AccessRule PatientRows { get; } = new(Role.Analyst);

    /// <summary>Runs: who asked for what, and how far it is.</summary>
    public static AccessRule Runs { get; } = new(Role.Analyst, Role.Operator);

    /// <summary>Asking for an export, and calling it off.</summary>
    public static AccessRule Exports { get; } = new(Role.Analyst);

    public bool Allows(Role role) => _roles.Contains(role);
}
