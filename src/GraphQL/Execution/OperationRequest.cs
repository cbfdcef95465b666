using System.Text.Json;
using HealthGraph.GraphQL.Cost;

namespace HealthGraph.GraphQL.Execution;

/// <summary>What a client asks for, as any transport hands it in.</summary>
public sealed class OperationRequest
{
    /// <summary>The document as UTF-8 text. It is copied when it is kept, so that the buffer may be pooled.</summary>
    public ReadOnlyMemory<byte> Document { get; init; }

    /// <summary>The operation to run when the document has several.</summary>
    public string? OperationName { get; init; }

    /// <summary>A JSON object; null or a JSON null for none. It must stay readable until the result is written.</summary>
    public JsonElement? Variables { get; init; }

    /// <summary>The scope of the request, for resolvers.</summary>
    public required IServiceProvider Services { get; init; }

    /// <summary>Who asks; handed to resolvers as it is.</summary>
    public object? Caller { get; init; }

    /// <summary>Where the request came from; handed on as it is.</summary>
    public object? Origin { get; init; }

    /// <summary>The value of the root object.</summary>
    public object? RootValue { get; init; }

    /// <summary>Whether the cost is reported, and whether it is all that is asked for.</summary>
    public CostMode Cost { get; init; }

    /// <summary>Shared by requests that came together, so that their costs add up.</summary>
    public CostBudget? Budget { get; init; }

    /// <summary>Refuses mutations: an HTTP GET must be safe.</summary>
    public bool RefusesMutations { get; init; }

    /// <summary>
    /// The transport can carry several payloads: <c>@defer</c> and <c>@stream</c> then give an
    /// <see cref="Incremental.IncrementalResult"/> where they put something off. Otherwise all comes in one response.
    /// </summary>
    public bool AcceptsIncrementalDelivery { get; init; }

    /// <summary>
    /// The list of a root field is read to its end where no slicing argument says otherwise. Nobody can tell how long it is: it is priced
    /// as the longest that its field gives otherwise.
    /// </summary>
    public bool ReadsWholeLists { get; init; }

    /// <summary>How long the operation may take, in place of <see cref="OperationExecutorOptions.Timeout"/>: its files have to arrive.</summary>
    public TimeSpan? Timeout { get; init; }
}
