using HealthGraph.Api.Uploads;

namespace HealthGraph.Api.Endpoint;

/// <summary>What a request asks for: one operation, or a batch of them.</summary>
internal sealed class RequestContent(params IReadOnlyList<BatchEntry> entries) : IAsyncDisposable
{
    /// <summary>The operations in their order; one unless it is a batch.</summary>
    public IReadOnlyList<BatchEntry> Entries { get; private set; } = entries;

    /// <summary>Whether the operations came as a list, and the results go out as one.</summary>
    public bool IsBatch { get; init; }

    /// <summary>The files that follow the operations in a multipart form.</summary>
    public UploadedFiles? Files { get; init; }

    /// <summary>The parameters of a request that is no batch.</summary>
    /// <exception cref="RequestRefusedException">They cannot be read.</exception>
    public GraphQLParameters Single => Entries[0].Parameters ?? throw Entries[0].Refusal!;

    /// <summary>Takes what is left of a form off the wire before the response is sent: many clients read none before they have sent all.</summary>
    public async ValueTask FinishReadingAsync(HttpContext context)
    {
        if (Files is not null && !await Files.DrainAsync(context.RequestAborted) && !context.Response.HasStarted)
        {
            context.Response.Headers.Connection = "close";
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var entry in Entries)
        {
            entry.Parameters?.Dispose();
        }

        if (Files is not null)
        {
            await Files.DisposeAsync();
        }
    }
}

/// <summary>One request of a batch: its parameters, or why there are none. The others are executed all the same.</summary>
internal sealed record BatchEntry(GraphQLParameters? Parameters, RequestRefusedException? Refusal)
{
    public static implicit operator BatchEntry(GraphQLParameters parameters) => new(parameters, Refusal: null);
}
