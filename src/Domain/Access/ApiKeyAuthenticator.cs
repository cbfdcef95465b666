using System.Collections.Concurrent;

namespace HealthGraph.Domain.Access;

/// <summary>
/// Who is behind a key. An answer is kept for <see cref="KeptFor"/>, so that a key costs a statement now and then and not one
/// per request, and a revoked key, on whatever node it was revoked, is out within that time.
/// </summary>
public sealed class ApiKeyAuthenticator(ApiKeyStore store, TeamReach reach, TimeProvider time)
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(3);

    // Only keys that exist get in here, so their number is the bound.
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>The caller; null when the text is no key, or one that is unknown, revoked or expired.</summary>
    public async ValueTask<Principal?> AuthenticateAsync(string text, CancellationToken cancellationToken)
    {
        if (!ApiKeySecret.TryParse(text, out var secret))
        {
            return null;
        }

        var hash = Convert.ToHexString(secret.Hash());
        var now = time.GetUtcNow();
        if (_known.TryGetValue(hash, out var known) && now < known.Until)
        {
            return known.Key.IsValidAt(now) ? known.Principal : null;
        }

        var key = await store.FindAsync(secret, cancellationToken);
        if (key is null || !key.IsValidAt(now))
        {
            _known.TryRemove(hash, out _);
            return null;
        }

        var principal = await reach.MeasureAsync(key.ToPrincipal(), cancellationToken);
        _known[hash] = new Known(key, principal, now + KeptFor);
        if (!(now - key.LastUsedAt < ApiKeyStore.LastUseResolution))
        {
            await store.TouchAsync(key.Id, cancellationToken);
        }

        return principal;
    }

    private sealed record Known(ApiKey Key, Principal Principal, DateTimeOffset Until);
}
