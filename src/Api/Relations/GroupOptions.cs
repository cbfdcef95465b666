using HealthGraph.Domain.Access;

namespace HealthGraph.Api.Relations;

/// <summary>The settings of groups, <c>HealthGraph:Groups</c>.</summary>
internal sealed class GroupOptions
{
    /// <summary>
    /// By role: groups of fewer rows are not shown, so that nobody can be told from a small cell. The United States' CMS asks for 11. A role
    /// that is not named sees all groups.
    /// </summary>
    public Dictionary<Role, int> SmallestGroup { get; init; } = [];
}
