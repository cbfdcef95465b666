namespace HealthGraph.Domain.Access.Jwt;

/// <summary>
/// The issuer's keys, kept for a while. A key that is not among them may be new: then they are fetched again, but no more often than
/// <see cref="FetchedAtMostEvery"/>, whatever tokens come. While the issuer is out of reach, its last keys hold for <see cref="KeptAtMost"/>.
/// </summary>
internal sealed class VerificationKeys(HttpKeySource source, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan KeptAtMost = TimeSpan.FromHours(24);
    public static readonly TimeSpan FetchedAtMostEvery = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile State _state = new(null, DateTimeOffset.MinValue, DateTimeOffset.MinValue);

    /// <summary>The key; null when the issuer has none such. The second is false when its keys are out of reach.</summary>
    public async ValueTask<(VerificationKey? Key, bool AreKnown)> FindAsync(string? id, string algorithm, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var state = _state;
        if (state.Keys?.Find(id, algorithm) is { } key && now < state.FetchedAt + KeptFor)
        {
            return (key, true);
        }

        if (now >= state.TriedAt + FetchedAtMostEvery)
        {
            state = await FetchAsync(now, cancellationToken);
        }

        return state.Keys is null || now >= state.FetchedAt + KeptAtMost ? (null, false) : (state.Keys.Find(id, algorithm), true);
    }

    public void Dispose()
    {
        _turn.Dispose();
        source.Dispose();
    }

    private async Task<State> FetchAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var state = _state;
            if (now < state.TriedAt + FetchedAtMostEvery)
            {
                // Somebody else was quicker.
                return state;
            }

            try
            {
                _state = new State(await source.FetchAsync(cancellationToken), now, now);
            }
            catch (Exception e) when (e is HttpRequestException or TimeoutException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                _state = state with { TriedAt = now };
            }

            return _state;
        }
        finally
        {
            _turn.Release();
        }
    }

    private sealed record State(VerificationKeySet? Keys, DateTimeOffset FetchedAt, DateTimeOffset TriedAt);
}
