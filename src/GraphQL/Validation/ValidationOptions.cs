namespace HealthGraph.GraphQL.Validation;

/// <summary>The rules to apply and the work a document may cause before validation gives up on it.</summary>
public sealed record ValidationOptions
{
    /// <summary>For documents from callers.</summary>
    public static ValidationOptions Default { get; } = new();

    /// <summary>The rules in the order of their errors; null: <see cref="SpecifiedRules.All"/>.</summary>
    public IReadOnlyList<IValidationRule>? Rules { get; init; }

    /// <summary>Errors reported before validation stops with one more that says so.</summary>
    public int MaxErrors { get; init; } = 5;

    /// <summary>Field comparisons the check for mergeable fields may take.</summary>
    public int MaxMergeComparisons { get; init; } = 100_000;

    /// <summary>Fragments entered from operations, over the whole document.</summary>
    public int MaxFragmentVisits { get; init; } = 1_000;

    /// <summary>List fields of introspection inside each other; the deepest allowed is one less.</summary>
    public int MaxIntrospectionDepth { get; init; } = 3;

    /// <summary>Leaves out "Did you mean …", so that messages do not tell the schema's names.</summary>
    public bool HideSuggestions { get; init; }
}
