namespace HealthGraph.GraphQL.Language;

/// <summary>What the parser refuses before it costs memory or stack. The defaults are for documents from callers.</summary>
public sealed record ParserOptions
{
    /// <summary>For documents from callers.</summary>
    public static ParserOptions Default { get; } = new();

    /// <summary>For texts of our own, such as a schema of thousands of types: only the depth stays limited.</summary>
    public static ParserOptions Trusted { get; } = new()
    {
        MaxTokens = int.MaxValue,
        MaxFields = int.MaxValue,
        MaxBytes = int.MaxValue,
    };

    /// <summary>Tokens in the document; comments do not count.</summary>
    public int MaxTokens { get; init; } = 250_000;

    /// <summary>Levels of selection sets, list and object values and list types inside each other.</summary>
    public int MaxDepth { get; init; } = 200;

    /// <summary>Fields in all selection sets together.</summary>
    public int MaxFields { get; init; } = 2_048;

    /// <summary>Bytes of the text.</summary>
    public int MaxBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>Accepts <c>fragment F($x: Int) on T</c>, a proposal that is not in the specification.</summary>
    public bool AllowFragmentVariables { get; init; }

    /// <summary>Accepts <c>{ }</c> and leaves it to validation, as graphql-js 17 does.</summary>
    public bool AllowEmptySelectionSets { get; init; } = true;
}
