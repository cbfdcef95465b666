namespace HealthGraph.GraphQL.Execution.Incremental;

/// <summary>The sources that an execution has left open behind its response: whatever becomes of it, they are closed.</summary>
internal sealed class OpenStreams
{
    private readonly Lock _gate = new();
    private readonly HashSet<DeliveryStream> _streams = [];
    private bool _isClosed;

    public void Add(DeliveryStream stream)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _streams.Add(stream);
                return;
            }
        }

        // A resolver that did not listen to its token came back after the end.
        stream.Close();
    }

    public void Close(DeliveryStream stream)
    {
        lock (_gate)
        {
            if (!_streams.Remove(stream))
            {
                return;
            }
        }

        stream.Close();
    }

    public void CloseAll()
    {
        DeliveryStream[] streams;
        lock (_gate)
        {
            _isClosed = true;
            streams = [.. _streams];
            _streams.Clear();
        }

        foreach (var stream in streams)
        {
            stream.Close();
        }
    }
}
