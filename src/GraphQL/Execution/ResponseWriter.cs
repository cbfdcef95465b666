using System.Buffers;
using System.Text.Json;
using HealthGraph.GraphQL.Errors;

namespace HealthGraph.GraphQL.Execution;

/// <summary>Where a response is written: JSON into a pooled buffer that is handed to the stream whenever it has grown enough.</summary>
public sealed class ResponseWriter : IAsyncDisposable
{
    private const int FlushThreshold = 32 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(FlushThreshold * 2);
    private readonly Stream _output;
    private readonly List<GraphQLError> _errors = [];

    public ResponseWriter(Stream output)
    {
        _output = output;
        Json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });
    }

    public Utf8JsonWriter Json { get; }

    /// <summary>Whether bytes have left for the stream, so that status and headers can no longer change.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Errors met while values were streamed; written after the data.</summary>
    public IReadOnlyList<GraphQLError> Errors => _errors;

    public void AddError(GraphQLError error) => _errors.Add(error);

    /// <summary>Hands the buffer to the stream when it has grown past 32 KB; called between rows.</summary>
    public ValueTask FlushIfLargeAsync(CancellationToken cancellationToken) =>
        Json.BytesPending + _buffer.WrittenCount < FlushThreshold ? ValueTask.CompletedTask : FlushAsync(cancellationToken);

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        // Synchronous on purpose: this flush only copies into the buffer above.
#pragma warning disable MA0042, CA1849
        Json.Flush();
#pragma warning restore MA0042, CA1849
        HasStarted = true;
        await _output.WriteAsync(_buffer.WrittenMemory, cancellationToken);
        _buffer.ResetWrittenCount();
    }

    public ValueTask DisposeAsync() => Json.DisposeAsync();
}
