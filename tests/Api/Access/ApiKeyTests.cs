using HealthGraph.Domain.Access;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.Configuration;

namespace HealthGraph.Api.Tests.Access;

public sealed class ApiKeyTests(PostgresServer postgres)
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_key_tells_who_its_holder_is()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, keys) = Create(database);

        var created = await store.CreateAsync(new NewApiKey("Ada", Role.Team) { Teams = [7, 3, 7] }, TestContext.Current.CancellationToken);
        var principal = await keys.AuthenticateAsync(created.Secret.Reveal(), TestContext.Current.CancellationToken);

        Assert.NotNull(principal);
        Assert.Equal(("Ada", Role.Team), (principal.Name, principal.Role));
        Assert.Equal([3, 7], principal.Teams);
        Assert.Equal(created.Key.Id, principal.Id);
    }

    [Fact]
    public async Task Of_a_key_only_its_hash_is_stored()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, _) = Create(database);

        var created = await store.CreateAsync(new NewApiKey("Ada", Role.Analyst), TestContext.Current.CancellationToken);

        var row = await database.ScalarAsync<string>("SELECT row_to_json(k)::text FROM access.api_key AS k");
        Assert.DoesNotContain(created.Secret.Reveal(), row, StringComparison.Ordinal);
        Assert.DoesNotContain(created.Secret.Reveal()[12..], row, StringComparison.Ordinal);
        Assert.DoesNotContain(created.Secret.Reveal(), created.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_is_out_within_seconds_on_every_node()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, here) = Create(database);
        var (_, there) = Create(database);
        var created = await store.CreateAsync(new NewApiKey("Ada", Role.Analyst), TestContext.Current.CancellationToken);
        Assert.NotNull(await here.AuthenticateAsync(created.Secret.Reveal(), TestContext.Current.CancellationToken));
        Assert.NotNull(await there.AuthenticateAsync(created.Secret.Reveal(), TestContext.Current.CancellationToken));

        Assert.True(await store.RevokeAsync(created.Key.Id, TestContext.Current.CancellationToken));
        _time.Advance(ApiKeyAuthenticator.KeptFor);

        Assert.Null(await here.AuthenticateAsync(created.Secret.Reveal(), TestContext.Current.CancellationToken));
        Assert.Null(await there.AuthenticateAsync(created.Secret.Reveal(), TestContext.Current.CancellationToken));
        Assert.InRange(ApiKeyAuthenticator.KeptFor, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_key_ends_at_its_expiry_even_while_it_is_remembered()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, keys) = Create(database);
        var expiry = _time.GetUtcNow().AddSeconds(1);
        var created = await store.CreateAsync(
            new NewApiKey("Ada", Role.Analyst) { ExpiresAt = expiry }, TestContext.Current.CancellationToken);
        Assert.NotNull(await keys.AuthenticateAsync(created.Secret.Reveal(), TestContext.Current.CancellationToken));

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await keys.AuthenticateAsync(created.Secret.Reveal(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_last_use_is_noted_to_the_minute()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, keys) = Create(database);
        var created = await store.CreateAsync(new NewApiKey("Ada", Role.Analyst), TestContext.Current.CancellationToken);
        var first = _time.GetUtcNow();

        await keys.AuthenticateAsync(created.Secret.Reveal(), TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(30));
        await keys.AuthenticateAsync(created.Secret.Reveal(), TestContext.Current.CancellationToken);
        var early = Assert.Single(await store.ListAsync(TestContext.Current.CancellationToken)).LastUsedAt;
        _time.Advance(TimeSpan.FromSeconds(31));
        await keys.AuthenticateAsync(created.Secret.Reveal(), TestContext.Current.CancellationToken);
        var late = Assert.Single(await store.ListAsync(TestContext.Current.CancellationToken)).LastUsedAt;

        Assert.Equal(first, early);
        Assert.Equal(first.AddSeconds(61), late);
    }

    [Fact]
    public async Task A_rotated_key_is_like_the_old_one_which_ends_after_the_overlap()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, keys) = Create(database);
        var old = await store.CreateAsync(
            new NewApiKey("Ada", Role.Team) { Teams = [3], ExpiresAt = _time.GetUtcNow().AddDays(10) }, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromDays(1));

        var rotated = await store.RotateAsync(old.Key.Id, TimeSpan.FromHours(2), TestContext.Current.CancellationToken);

        Assert.NotNull(rotated);
        Assert.Equal(("Ada", Role.Team, _time.GetUtcNow().AddDays(10)), (rotated.Key.Name, rotated.Key.Role, rotated.Key.ExpiresAt!.Value));
        Assert.Equal([3], (await keys.AuthenticateAsync(rotated.Secret.Reveal(), TestContext.Current.CancellationToken))!.Teams);
        Assert.NotNull(await keys.AuthenticateAsync(old.Secret.Reveal(), TestContext.Current.CancellationToken));
        _time.Advance(TimeSpan.FromHours(2));
        Assert.Null(await keys.AuthenticateAsync(old.Secret.Reveal(), TestContext.Current.CancellationToken));
        Assert.NotNull(await keys.AuthenticateAsync(rotated.Secret.Reveal(), TestContext.Current.CancellationToken));
        Assert.Null(await store.RotateAsync(old.Key.Id, TimeSpan.Zero, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hg_")]
    [InlineData("hg_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("hg_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("xx_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Text_that_is_no_key_is_nobody(string text)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (_, keys) = Create(database);

        Assert.Null(await keys.AuthenticateAsync(text, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Only_a_team_key_has_teams()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, _) = Create(database);

        await Assert.ThrowsAsync<ArgumentException>(() => store.CreateAsync(
            new NewApiKey("Ada", Role.Analyst) { Teams = [1] }, TestContext.Current.CancellationToken));
    }

    private (ApiKeyStore Store, ApiKeyAuthenticator Keys) Create(TestDatabase database)
    {
        var store = new ApiKeyStore(database.DataSource, _time);
        return (store, new ApiKeyAuthenticator(store, new TeamReach(database.DataSource, new ConfigurationBuilder().Build(), _time), _time));
    }
}
