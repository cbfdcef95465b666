namespace HealthGraph.Domain.Access;

/// <summary>A caller that is known: who it is, and what decides what it may see.</summary>
/// <param name="Id">The key's id: what the audit and <c>jobs.run.requested_by</c> name.</param>
/// <param name="Name">What the key was called when it was made; for people, not for decisions.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Teams">The teams whose patients a <see cref="Role.Team"/> may see; empty for the others.</param>
public sealed record Principal(Guid Id, string Name, Role Role, IReadOnlyList<long> Teams)
{
    /// <summary>What the issuer calls the bearer of a token, its <c>sub</c>; null for a key.</summary>
    public string? Subject { get; init; }

    /// <summary>Whether its teams have so few patients that reading had better begin with them. It decides how rows are found, not which.</summary>
    public bool SeesFewPatients { get; init; }
}
