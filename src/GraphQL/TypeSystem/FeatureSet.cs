using System.Diagnostics.CodeAnalysis;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>
/// What layers above the engine attach to a type or a field (a relation, an access rule, a price), keyed by its class.
/// The engine carries it and never looks inside.
/// </summary>
public sealed class FeatureSet
{
    /// <summary>Nothing attached.</summary>
    public static readonly FeatureSet Empty = new([]);

    private readonly object[] _features;

    private FeatureSet(object[] features) => _features = features;

    /// <summary>What is found by the classes of the features.</summary>
    public static FeatureSet Of(params object[] features) => new(features);

    /// <summary>The set with one more. Of two with one class the first is found.</summary>
    public FeatureSet With(object feature) => new([.. _features, feature]);

    /// <summary>The feature of that class; null if there is none.</summary>
    public T? Get<T>()
        where T : class
    {
        foreach (var feature in _features)
        {
            if (feature is T found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The feature of that class, if there is one.</summary>
    public bool TryGet<T>([NotNullWhen(true)] out T? feature)
        where T : class => (feature = Get<T>()) is not null;
}
