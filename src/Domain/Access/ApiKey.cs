namespace HealthGraph.Domain.Access;

/// <summary>A key as it is listed: everything but the key.</summary>
public sealed record ApiKey
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required Role Role { get; init; }

    public required IReadOnlyList<long> Teams { get; init; }

    public required string Prefix { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public bool IsValidAt(DateTimeOffset instant) => RevokedAt is null && !(ExpiresAt <= instant);

    public Principal ToPrincipal() => new(Id, Name, Role, Teams);
}

/// <summary>What a new key is to be.</summary>
public sealed record NewApiKey(string Name, Role Role)
{
    public IReadOnlyList<long> Teams { get; init; } = [];

    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A key just made, with the only copy of its secret.</summary>
public sealed record CreatedApiKey(ApiKey Key, ApiKeySecret Secret);
