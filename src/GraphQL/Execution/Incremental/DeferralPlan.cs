using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Execution.Incremental;

/// <summary>How the fields of one object are divided between the payload that brings it and later ones.</summary>
/// <remarks>https://github.com/graphql/graphql-spec/pull/1110: BuildExecutionPlan()</remarks>
internal sealed class DeferralPlan
{
    private DeferralPlan(CollectedFields initial, IReadOnlyList<DeferUsage> usages, IReadOnlyList<DeferredFields> deferred)
    {
        Initial = initial;
        Usages = usages;
        Deferred = deferred;
    }

    /// <summary>The fields that come together with the object.</summary>
    public CollectedFields Initial { get; }

    /// <summary>The deferred fragments that begin at this object.</summary>
    public IReadOnlyList<DeferUsage> Usages { get; }

    /// <summary>The fields that wait, by the set of fragments they wait for.</summary>
    public IReadOnlyList<DeferredFields> Deferred { get; }

    /// <summary>The plan, or null when all fields come with the object.</summary>
    /// <param name="type">The type of the object.</param>
    /// <param name="fields">All fields of the object.</param>
    /// <param name="usages">The fragments that begin here.</param>
    /// <param name="parent">The fragments that the object itself waits for.</param>
    public static DeferralPlan? Of(
        ObjectType type, IReadOnlyList<CollectedField> fields, IReadOnlyList<DeferUsage> usages, DeferUsage[] parent)
    {
        var initial = new List<CollectedField>();
        var deferred = new List<(DeferUsage[] Usages, List<CollectedField> Fields)>();
        foreach (var field in fields)
        {
            if (AreSame(field.DeferUsages, parent))
            {
                initial.Add(field);
                continue;
            }

            var group = deferred.FindIndex(other => AreSame(other.Usages, field.DeferUsages));
            if (group < 0)
            {
                group = deferred.Count;
                deferred.Add((field.DeferUsages, []));
            }

            deferred[group].Fields.Add(field);
        }

        return deferred.Count == 0 && usages.Count == 0
            ? null
            : new DeferralPlan(
                new CollectedFields(type, [.. initial]),
                usages,
                [.. deferred.Select(group => new DeferredFields(group.Usages, new CollectedFields(type, [.. group.Fields])))]);
    }

    private static bool AreSame(DeferUsage[] left, DeferUsage[] right) =>
        ReferenceEquals(left, right) || (left.Length == right.Length && left.All(right.Contains));
}

/// <summary>Fields that come when one of the fragments they stand in does.</summary>
public sealed class DeferredFields
{
    internal DeferredFields(IReadOnlyList<DeferUsage> usages, CollectedFields fields)
    {
        Usages = usages;
        Fields = fields;
    }

    /// <summary>In the order of the response.</summary>
    public CollectedFields Fields { get; }

    internal IReadOnlyList<DeferUsage> Usages { get; }
}
