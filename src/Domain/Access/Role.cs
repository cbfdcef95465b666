namespace HealthGraph.Domain.Access;

/// <summary>What a caller may do. Stored and shown by its lower-case name.</summary>
public enum Role
{
    /// <summary>Everything: all rows, all mutations, keys and settings.</summary>
    Admin,

    /// <summary>Reads all rows and asks for exports.</summary>
    Analyst,

    /// <summary>Reads the rows of the patients of its teams.</summary>
    Team,

    /// <summary>Reads all rows with what identifies a person left out.</summary>
    Deidentified,

    /// <summary>Sees runs and schedules and no patient.</summary>
    Operator,
}

public static class RoleNames
{
    /// <summary>The roles a key can be created with.</summary>
    public static IReadOnlyList<Role> Grantable { get; } = Enum.GetValues<Role>();

    /// <summary>The name in the database, on the command line and in keys lists.</summary>
    public static string ToName(this Role role) => role switch
    {
        Role.Admin => "admin",
        Role.Analyst => "analyst",
        Role.Team => "team",
        Role.Deidentified => "deidentified",
        Role.Operator => "operator",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role."),
    };

    public static bool TryParse(string? name, out Role role)
    {
        foreach (var candidate in Enum.GetValues<Role>())
        {
            if (candidate.ToName() == name)
            {
                role = candidate;
                return true;
            }
        }

        role = default;
        return false;
    }
}
