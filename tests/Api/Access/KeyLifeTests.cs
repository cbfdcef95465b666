using System.Net;
using System.Text.Json;
using HealthGraph.Api.Tests.Streaming;
using HealthGraph.Domain.Access;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Api.Tests.Access;

/// <summary>A key's life on two nodes of one database, over HTTP and sockets.</summary>
public sealed class KeyLifeTests(PostgresServer postgres)
{
    private const string Anything = "{ __typename }";

    [Fact]
    public async Task A_key_that_one_node_revokes_is_refused_by_both_and_closes_its_sockets_on_both()
    {
        await using var here = Server();
        await here.InitializeAsync();
        await using var there = Server(here.Database.ConnectionString);
        await there.InitializeAsync();
        var key = await CreateAsync(here);
        Assert.Equal(HttpStatusCode.OK, (await here.QueryAsync(Anything, key: key.Secret.Reveal())).Status);
        Assert.Equal(HttpStatusCode.OK, (await there.QueryAsync(Anything, key: key.Secret.Reveal())).Status);
        using var onThis = await SocketClient.ConnectAsync(here, key.Secret.Reveal());
        using var onThat = await SocketClient.ConnectAsync(there, key.Secret.Reveal());

        Assert.True(await Store(here).RevokeAsync(key.Key.Id, TestContext.Current.CancellationToken));

        // How soon is held by ApiKeyTests, with a clock that the test moves.
        foreach (var node in new[] { here, there })
        {
            await Eventually.HoldsAsync(
                async () => (await node.QueryAsync(Anything, key: key.Secret.Reveal())).Status is HttpStatusCode.Unauthorized, "The key is still served.");
        }

        Assert.Equal(4403, (await onThis.ReceiveCloseAsync()).Code);
        Assert.Equal(4403, (await onThat.ReceiveCloseAsync()).Code);
    }

    [Fact]
    public async Task A_rotated_key_and_its_successor_are_served_by_both_nodes_until_the_old_one_is_revoked()
    {
        await using var here = Server();
        await here.InitializeAsync();
        await using var there = Server(here.Database.ConnectionString);
        await there.InitializeAsync();
        var old = await CreateAsync(here);
        var next = (await Store(here).RotateAsync(old.Key.Id, TimeSpan.FromHours(1), TestContext.Current.CancellationToken))!;

        foreach (var node in new[] { here, there })
        {
            Assert.Equal(HttpStatusCode.OK, (await node.QueryAsync(Anything, key: old.Secret.Reveal())).Status);
            Assert.Equal(HttpStatusCode.OK, (await node.QueryAsync(Anything, key: next.Secret.Reveal())).Status);
        }

        await Store(there).RevokeAsync(old.Key.Id, TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(
            async () => (await here.QueryAsync(Anything, key: old.Secret.Reveal())).Status is HttpStatusCode.Unauthorized, "The old key is still served.");
        Assert.Equal(HttpStatusCode.OK, (await here.QueryAsync(Anything, key: next.Secret.Reveal())).Status);
        Assert.NotNull((await Store(here).ListAsync(TestContext.Current.CancellationToken)).Single(key => key.Id == next.Key.Id).LastUsedAt);
    }

    [Fact]
    public async Task No_key_reaches_the_log_by_whatever_way_it_comes()
    {
        await using var api = Server();
        await api.InitializeAsync();
        var good = (await CreateAsync(api)).Secret.Reveal();
        var revoked = await CreateAsync(api);
        await Store(api).RevokeAsync(revoked.Key.Id, TestContext.Current.CancellationToken);
        string[] secrets = [good, revoked.Secret.Reveal()];
        foreach (var secret in secrets)
        {
            using var socket = await SocketClient.OpenAsync(api);
            await socket.InitialiseAsync(secret);
            using var wrongPlace = await SocketClient.OpenAsync(api);
            await wrongPlace.SendAsync($$$"""{"type":"connection_init","payload":{"key":"{{{secret}}}"}}""");
            await wrongPlace.ReceiveCloseAsync();
            try
            {
                using var handshake = await SocketClient.OpenAsync(api, key: secret);
            }
            catch (HttpRequestException refused)
            {
                Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            }

            // Where a key does not belong, but people put it.
            await api.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/graphql?query={{__typename}}&access_token={secret}"), key: null);
            await api.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/graphql/schema.graphql?key={secret}"), key: null);
            await api.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/nothing?key={secret}"), key: null);
            await api.QueryAsync($"{{ node(id: \"{secret}\") {{ id }} }}");
            await api.QueryAsync("query($id: ID!) { node(id: $id) { id } }", new { id = secret });
            await api.SendAsync(ApiServer.Post(JsonSerializer.Serialize(new { query = Anything, extensions = new { key = secret } })), api.AnalystKey);
            var basic = ApiServer.Post("""{"query":"{ __typename }"}""");
            basic.Headers.TryAddWithoutValidation("Authorization", $"Basic {secret}");
            await api.SendAsync(basic, key: null);
        }

        Assert.Contains(api.Log.Lines, line => line.Contains("WebSocket", StringComparison.Ordinal));
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(api.Log.Lines, line => line.Contains(secret[12..], StringComparison.Ordinal));
        }
    }

    private ApiServer Server(string? connectionString = null)
    {
        var server = new ApiServer(postgres) { Settings = { ["HealthGraph:GraphQL:Subscriptions:KeyCheckInterval"] = "00:00:00.100" } };
        if (connectionString is not null)
        {
            server.Settings["HealthGraph:Database:ConnectionString"] = connectionString;
        }

        return server;
    }

    private static ApiKeyStore Store(ApiServer server) => server.Services.GetRequiredService<ApiKeyStore>();

    private static Task<CreatedApiKey> CreateAsync(ApiServer server) =>
        Store(server).CreateAsync(new NewApiKey("somebody", Role.Analyst), TestContext.Current.CancellationToken);
}
