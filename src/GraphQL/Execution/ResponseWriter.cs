using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using HealthGraph.GraphQL.Errors;

namespace HealthGraph.GraphQL.Execution;

/// <summary>Where a response is written: JSON into a pooled buffer that is handed to the stream whenever it has grown enough.</summary>
/// <remarks>
/// A response that fits the buffer leaves only with the last <see cref="FlushAsync"/>, which is the host's to call: until then
/// <see cref="HasStarted"/> is false, <see cref="BufferedBytes"/> is its length, and status and headers can follow from
/// <see cref="Errors"/>.
/// </remarks>
public sealed class ResponseWriter : IAsyncDisposable
{
    private const int FlushThreshold = 32 * 1024;

    private readonly PooledBuffer _buffer = new(FlushThreshold + 4096);
    private readonly Stream _output;
    private readonly List<GraphQLError> _errors = [];
    private ArrayBufferWriter<byte>? _captured;
    private int _captureFrom;
    private int _captureLimit;
    private byte _lastFlushed;

    /// <summary>Begins a response; the stream stays open when it ends.</summary>
    public ResponseWriter(Stream output)
    {
        _output = output;
        Json = new Utf8JsonWriter(_buffer, JsonOptions);
    }

    /// <summary>How JSON is written, so that what is kept to be written again is the same.</summary>
    public static JsonWriterOptions JsonOptions { get; } =
        new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes into the buffer.</summary>
    public Utf8JsonWriter Json { get; }

    /// <summary>A writer whose text is taken out piece by piece with <see cref="Take"/>.</summary>
    public static ResponseWriter InMemory() => new(Stream.Null) { IsHeld = true };

    /// <summary>Whether bytes have left for the stream, so that status and headers can no longer change.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>What is written but not yet handed to the stream.</summary>
    public int BufferedBytes => _buffer.Length + Json.BytesPending;

    /// <summary>Errors met while values were streamed; written after the data.</summary>
    public IReadOnlyList<GraphQLError> Errors => _errors;

    /// <summary>Notes an error that came up while a value was streamed.</summary>
    public void AddError(GraphQLError error) => _errors.Add(error);

    /// <summary>
    /// Writes what a transport puts around and between JSON values, such as the boundary of a multipart part. The next JSON value
    /// stands on its own again.
    /// </summary>
    public void WriteFraming(ReadOnlySpan<byte> bytes)
    {
        CommitJson();
        Json.Reset();
        bytes.CopyTo(_buffer.GetSpan(bytes.Length));
        _buffer.Advance(bytes.Length);
    }

    /// <summary>Takes out what was written and the errors met with it, and begins anew.</summary>
    public WrittenItem Take()
    {
        CommitJson();
        var item = new WrittenItem(_buffer.Written.ToArray(), [.. _errors]);
        Json.Reset();
        _buffer.CutTo(0);
        _errors.Clear();
        return item;
    }

    /// <summary>Hands the buffer to the stream when it has grown past 32 KB; called between rows.</summary>
    public ValueTask FlushIfLargeAsync(CancellationToken cancellationToken) =>
        IsHeld || BufferedBytes < FlushThreshold ? ValueTask.CompletedTask : FlushAsync(cancellationToken);

    /// <summary>Hands what is left to the stream: the response has begun, if it had not.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        CommitJson();
        KeepCaptured();
        HasStarted = true;
        _lastFlushed = _buffer.Length > 0 ? _buffer.Written.Span[^1] : _lastFlushed;
        await _output.WriteAsync(_buffer.Written, cancellationToken);
        _buffer.CutTo(0);
        _captureFrom = 0;
        Flushes++;
    }

    /// <summary>Keeps what is written until it is whole, so that a failure can still be told in its place.</summary>
    internal bool IsHeld { get; set; }

    /// <summary>How often the buffer was handed over: a value is still whole in the buffer while this has not moved.</summary>
    internal int Flushes { get; private set; }

    /// <summary>Keeps a copy of what is written from here on, as long as it is not more than <paramref name="limit"/> bytes.</summary>
    internal void BeginCapture(int limit)
    {
        CommitJson();
        _captured = new ArrayBufferWriter<byte>();
        _captureFrom = _buffer.Length;
        _captureLimit = limit;
    }

    /// <summary>What was written since; null when nothing was to be kept, or it was too much.</summary>
    internal ReadOnlyMemory<byte>? EndCapture()
    {
        CommitJson();
        KeepCaptured();
        var captured = _captured;
        _captured = null;
        return captured?.WrittenMemory;
    }

    /// <summary>A place to come back to with <see cref="RollBackToNull"/>.</summary>
    internal WriterMark Mark()
    {
        CommitJson();
        return new WriterMark(_buffer.Length, Flushes, FollowsItem: (_buffer.Length > 0 ? _buffer.Written.Span[^1] : _lastFlushed)
            is (byte)'}' or (byte)']' or (byte)'"' or (byte)'l' or (byte)'e' or (>= (byte)'0' and <= (byte)'9'));
    }

    /// <summary>
    /// Puts null in place of the value that was begun at the mark. False when part of the value has left already.
    /// </summary>
    internal bool RollBackToNull(WriterMark mark)
    {
        if (mark.Flushes != Flushes)
        {
            return false;
        }

        // Nesting is not checked here, so the writer only remembers whether a comma comes next: before this null only behind another
        // item of a list, and after it.
        Json.Reset();
        _buffer.CutTo(mark.Length);
        if (mark.FollowsItem)
        {
            _buffer.GetSpan(1)[0] = (byte)',';
            _buffer.Advance(1);
        }

        Json.WriteNullValue();
        return true;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // Reset first: disposing would flush what is pending into a buffer that is given back.
        Json.Reset();
        await Json.DisposeAsync();
        _buffer.Dispose();
    }

    private void KeepCaptured()
    {
        // What is taken back in between, because it failed, is shorter than where it began.
        var length = Math.Max(0, _buffer.Length - _captureFrom);
        if (_captured is not null && _captured.WrittenCount + length > _captureLimit)
        {
            _captured = null;
        }

        _captured?.Write(_buffer.Written.Span.Slice(_buffer.Length - length, length));
        _captureFrom = _buffer.Length;
    }

    private void CommitJson()
    {
        // Synchronous on purpose: this flush only copies into the buffer above.
#pragma warning disable MA0042, CA1849
        Json.Flush();
#pragma warning restore MA0042, CA1849
    }
}

/// <param name="Length">What the buffer held.</param>
/// <param name="Flushes">How often it had been handed over.</param>
/// <param name="FollowsItem">Whether the value is an item of a list, and not the first.</param>
internal readonly record struct WriterMark(int Length, int Flushes, bool FollowsItem);
