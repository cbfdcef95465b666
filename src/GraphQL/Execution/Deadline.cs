using System.Collections.Concurrent;

namespace HealthGraph.GraphQL.Execution;

/// <summary>A token that ends with the request or when its time is over, and can tell which.</summary>
internal sealed class Deadline : IDisposable
{
    private static readonly ConcurrentQueue<CancellationTokenSource> Pool = new();

    private readonly CancellationToken _caller;
    private readonly CancellationTokenRegistration _registration;
    private CancellationTokenSource? _source;
    private bool _isAbandoned;

    private Deadline(CancellationTokenSource source, TimeSpan timeout, CancellationToken caller)
    {
        _source = source;
        _caller = caller;
        Token = source.Token;
        Timeout = timeout;
        source.CancelAfter(timeout);
        _registration = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source);
    }

    public CancellationToken Token { get; }

    public TimeSpan Timeout { get; }

    /// <summary>Whether the time ran out, rather than the caller leaving.</summary>
    public bool IsOver => Token.IsCancellationRequested && !_caller.IsCancellationRequested && !_isAbandoned;

    public static Deadline Start(TimeSpan timeout, CancellationToken caller) =>
        new(Pool.TryDequeue(out var source) ? source : new CancellationTokenSource(), timeout, caller);

    /// <summary>Ends what still runs, as nobody waits for it.</summary>
    public void Cancel()
    {
        if (Interlocked.Exchange(ref _source, null) is not { } source)
        {
            return;
        }

        _isAbandoned = true;
        _registration.Dispose();
        source.Cancel();
        source.Dispose();
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _source, null) is not { } source)
        {
            return;
        }

        _registration.Dispose();
        if (source.TryReset())
        {
            Pool.Enqueue(source);
        }
        else
        {
            source.Dispose();
        }
    }
}
