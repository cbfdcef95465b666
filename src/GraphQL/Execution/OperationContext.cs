using HealthGraph.GraphQL.Execution.Incremental;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.Execution;

/// <summary>One execution of one operation: its document, its variables and what the request brought along.</summary>
public sealed class OperationContext
{
    private Bag? _bag;
    private OpenStreams? _streams;

    /// <summary>The operation as it is cached; its <see cref="PreparedOperation.Bag"/> keeps plans between executions.</summary>
    public required PreparedOperation Prepared { get; init; }

    /// <summary>The schema that the operation is executed on.</summary>
    public Schema Schema => Prepared.Schema;

    /// <summary>What introspection tells of: <see cref="Schema"/>, or the part of it that the caller is shown.</summary>
    public required Schema ShownSchema { get; init; }

    /// <summary>The document, other operations included.</summary>
    public DocumentNode Document => Prepared.Document.Document;

    /// <summary>The operation in the document.</summary>
    public OperationDefinitionNode Definition => Prepared.Definition;

    /// <summary>The request's services.</summary>
    public required IServiceProvider Services { get; init; }

    /// <summary>Who asks; what it is belongs to the host.</summary>
    public object? Caller { get; init; }

    /// <summary>Where the request came from; what it is belongs to the host.</summary>
    public object? Origin { get; init; }

    /// <summary>Coerced variables by name; one that was left out and has no default is absent.</summary>
    public required VariableValues Variables { get; init; }

    /// <summary>What is selected under this execution's conditions; what is put off for later is part of it.</summary>
    public required SelectionTree Selections { get; init; }

    /// <summary>Whether lists are read to their end where no slicing argument says otherwise: <see cref="OperationRequest.ReadsWholeLists"/>.</summary>
    public bool ReadsWholeLists { get; init; }

    /// <summary>Ends with the request and with the time it may take.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Entries for the <c>extensions</c> of the response, such as its cost.</summary>
    internal IReadOnlyDictionary<string, object?>? Extensions { get; set; }

    /// <summary>What resolvers of this one execution share, such as batch loaders.</summary>
    public Bag Bag => _bag ?? Interlocked.CompareExchange(ref _bag, new Bag(int.MaxValue), null) ?? _bag;

    internal BatchScheduler Batches { get; } = new();

    internal IncrementalDelivery? Delivery { get; set; }

    /// <summary>What the rest of the response is read from; null when nothing was put off.</summary>
    internal OpenStreams? Streams => _streams;

    internal OpenStreams OpenStreams => _streams ?? Interlocked.CompareExchange(ref _streams, new OpenStreams(), null) ?? _streams;
}
