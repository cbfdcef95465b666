using System.ComponentModel.DataAnnotations;
using HealthGraph.GraphQL.Cost;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Validation;

namespace HealthGraph.Api.Endpoint;

// What a request may take, in the order in which it meets the limits: docs/operations.md, Limits.
public sealed partial class GraphQLOptions
{
    /// <summary>The largest request body, counted after decompression.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 20 * 1000 * 1000;

    /// <summary>Operations under way at once in this process, subscriptions apart.</summary>
    [Range(1, 100_000)]
    public int MaxConcurrentOperations { get; set; } = 128;

    /// <summary>The same for each caller.</summary>
    [Range(1, 100_000)]
    public int MaxConcurrentOperationsPerCaller { get; set; } = 64;

    /// <summary>How long an operation waits for others to end before it is refused.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan ConcurrencyWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Bytes of a document.</summary>
    [Range(1, int.MaxValue)]
    public int MaxDocumentBytes { get; set; } = ParserOptions.Default.MaxBytes;

    /// <summary>Tokens of a document.</summary>
    [Range(1, int.MaxValue)]
    public int MaxTokens { get; set; } = ParserOptions.Default.MaxTokens;

    /// <summary>Fields of a document.</summary>
    [Range(1, int.MaxValue)]
    public int MaxFields { get; set; } = ParserOptions.Default.MaxFields;

    /// <summary>Levels of selections, values and types inside each other.</summary>
    [Range(1, 500)]
    public int MaxNesting { get; set; } = ParserOptions.Default.MaxDepth;

    /// <summary>Errors of validation that are reported.</summary>
    [Range(1, 1000)]
    public int MaxValidationErrors { get; set; } = ValidationOptions.Default.MaxErrors;

    /// <summary>Comparisons of fields that are to be merged.</summary>
    [Range(1, int.MaxValue)]
    public int MaxMergeComparisons { get; set; } = ValidationOptions.Default.MaxMergeComparisons;

    /// <summary>Fragments entered from the operations of a document.</summary>
    [Range(1, int.MaxValue)]
    public int MaxFragmentVisits { get; set; } = ValidationOptions.Default.MaxFragmentVisits;

    /// <summary>Lists of introspection inside each other; the deepest allowed is one less.</summary>
    [Range(1, 100)]
    public int MaxIntrospectionDepth { get; set; } = ValidationOptions.Default.MaxIntrospectionDepth;

    /// <summary>The deepest field of an operation.</summary>
    [Range(1, 200)]
    public int MaxDepth { get; set; } = 50;

    /// <summary>Fields of an operation with every fragment written out where it is spread.</summary>
    [Range(1, int.MaxValue)]
    public int MaxExpandedFields { get; set; } = 100_000;

    /// <summary>The work that an operation may cause: its <c>fieldCost</c>. docs/graphql.md, Cost.</summary>
    [Range(1, double.MaxValue)]
    public double MaxFieldCost { get; set; } = 30_000;

    /// <summary>The objects that a response may have: its <c>typeCost</c>.</summary>
    [Range(1, double.MaxValue)]
    public double MaxTypeCost { get; set; } = 100_000;

    /// <summary>How long an operation may take, until its last byte is written.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests that a caller may send to a node in a minute, and operations over its sockets. 0 is without limit.</summary>
    [Range(0, long.MaxValue)]
    public long RequestsPerMinute { get; set; }

    /// <summary>The sum of the field costs of a caller's operations on a node in a minute. 0 is without limit.</summary>
    [Range(0, double.MaxValue)]
    public double CostPerMinute { get; set; }

    internal OperationExecutorOptions ToExecutorOptions() => new()
    {
        Timeout = Timeout,
        MaxDepth = MaxDepth,
        MaxExpandedFields = MaxExpandedFields,
        Cost = new CostOptions { MaxFieldCost = MaxFieldCost, MaxTypeCost = MaxTypeCost },
        Parser = new ParserOptions { MaxBytes = MaxDocumentBytes, MaxTokens = MaxTokens, MaxFields = MaxFields, MaxDepth = MaxNesting },
        Validation = new ValidationOptions
        {
            MaxErrors = MaxValidationErrors,
            MaxMergeComparisons = MaxMergeComparisons,
            MaxFragmentVisits = MaxFragmentVisits,
            MaxIntrospectionDepth = MaxIntrospectionDepth,
        },
    };
}
