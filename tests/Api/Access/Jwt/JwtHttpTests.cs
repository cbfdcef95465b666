using System.Net;
using HealthGraph.Api.Tests.Streaming;
using HealthGraph.Domain.Access;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using StreamReader = HealthGraph.Api.Tests.Streaming.StreamReader;

namespace HealthGraph.Api.Tests.Access.Jwt;

/// <summary>Tokens of an issuer that runs, sent to a server that runs.</summary>
public sealed class JwtHttpTests(PostgresServer postgres) : IAsyncLifetime
{
    private const string CountPatients = "{ patients { totalCount } }";
    private const string Follow = "subscription { runs { state } }";

    private readonly ManualTime _time = new();
    private TokenIssuer? _issuer;
    private ApiServer? _api;

    private TokenIssuer Issuer => _issuer!;

    private ApiServer Api => _api!;

    public async ValueTask InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        _api = new ApiServer(postgres)
        {
            Settings =
            {
                ["HealthGraph:Access:Jwt:Issuer"] = _issuer.Issuer,
                ["HealthGraph:Access:Jwt:Audience"] = TokenIssuer.Audience,
                ["HealthGraph:GraphQL:Subscriptions:KeyCheckInterval"] = "00:00:00.100",
            },
            FurtherServices = services => services.AddSingleton<TimeProvider>(_time),
        };
        await _api.InitializeAsync();
        await _api.Database.ExecuteAsync("""
            INSERT INTO marketplace.patient (id, first_name, last_name)
            VALUES ('00000000-0000-0000-0000-000000000001', 'Ada', 'One'), ('00000000-0000-0000-0000-000000000002', 'Bo', 'Two');
            INSERT INTO immunisation.team (id, name) VALUES (7, 'Seven');
            INSERT INTO immunisation.patient_team VALUES ('00000000-0000-0000-0000-000000000001', 7, '{0}');
            """);
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        if (_issuer is not null)
        {
            await _issuer.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(Role.Admin, """{"data":{"patients":{"totalCount":2,"nodes":[{"firstName":"Ada"},{"firstName":"Bo"}]}}}""")]
    [InlineData(Role.Analyst, """{"data":{"patients":{"totalCount":2,"nodes":[{"firstName":"Ada"},{"firstName":"Bo"}]}}}""")]
    [InlineData(Role.Team, """{"data":{"patients":{"totalCount":1,"nodes":[{"firstName":"Ada"}]}}}""")]
    [InlineData(Role.Deidentified, """{"data":{"patients":{"totalCount":2,"nodes":[{"firstName":null},{"firstName":null}]}}}""")]
    [InlineData(Role.Operator, null)]
    public async Task A_bearer_reads_what_the_role_of_its_token_may(Role role, string? expected)
    {
        var patients = await Api.QueryAsync("{ patients(order: [{patientId: ASC}]) { totalCount nodes { firstName } } }", key: Token(role));
        var runs = await Api.QueryAsync("{ runs { totalCount } }", key: Token(role));

        Assert.Equal(expected ?? "AUTH_NOT_AUTHORIZED", expected is null ? patients.Code : patients.Text);
        Assert.Equal(role is Role.Team or Role.Deidentified ? "AUTH_NOT_AUTHORIZED" : null, runs.Json.TryGetProperty("errors", out _) ? runs.Code : null);
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "expired", "exp" },
        { "another audience", "aud" },
        { "another issuer", "iss" },
        { "not signed", "none" },
        { "signed by a key of nobody's", "kid" },
        { "signed by another than it says", "signature" },
        { "two roles", "roles" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_token_that_is_not_valid_is_401_whatever_is_wrong_with_it(string what, string change)
    {
        var answers = new[]
        {
            await Api.QueryAsync(CountPatients, key: Changed(change)),
            await Api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/graphql/schema.graphql"), Changed(change)),
        };

        foreach (var answer in answers)
        {
            Assert.True(answer.Status is HttpStatusCode.Unauthorized, what);
            Assert.Equal("AUTH_NOT_AUTHENTICATED", answer.Code);
            Assert.Equal("Bearer realm=\"HealthGraph\", error=\"invalid_token\"", answer.Header("WWW-Authenticate"));

            // Which of its claims is wrong is nobody's business who could not have it signed.
            Assert.Equal("The token is not valid here, or no longer.", answer.Message);
        }

        using var socket = await SocketClient.OpenAsync(Api);
        await socket.InitialiseAsync(Changed(change));
        Assert.Equal(4403, (await socket.ReceiveCloseAsync()).Code);
        var handshake = await Assert.ThrowsAsync<HttpRequestException>(() => SocketClient.OpenAsync(Api, key: Changed(change)));
        Assert.Equal(HttpStatusCode.Unauthorized, handshake.StatusCode);
    }

    [Fact]
    public async Task A_new_key_of_the_issuer_is_picked_up_and_an_old_one_ends()
    {
        Assert.Equal(HttpStatusCode.OK, (await Api.QueryAsync(CountPatients, key: Token(Role.Analyst))).Status);
        Issuer.KeySet = TokenIssuer.Keys(TokenIssuer.RsaKey(Issuer.Rsa, "next"));
        _time.Advance(TimeSpan.FromSeconds(30));

        var next = await Api.QueryAsync(CountPatients, key: Token(Role.Analyst, key: "next"));
        var old = await Api.QueryAsync(CountPatients, key: Token(Role.Analyst));

        Assert.Equal("""{"data":{"patients":{"totalCount":2}}}""", next.Text);
        Assert.Equal(HttpStatusCode.Unauthorized, old.Status);
    }

    [Fact]
    public async Task While_the_issuer_is_away_its_last_keys_hold_and_without_any_nobody_can_tell()
    {
        Issuer.KeySet = null;
        var never = await Api.QueryAsync(CountPatients, key: Token(Role.Analyst));
        var schema = await Api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/graphql/schema.graphql"), Token(Role.Analyst));
        using var socket = await SocketClient.OpenAsync(Api);
        await socket.InitialiseAsync(Token(Role.Analyst));
        var close = await socket.ReceiveCloseAsync();
        var key = await Api.QueryAsync(CountPatients);

        // The client's token may be good: it is told to come again and not to throw it away.
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "UNAVAILABLE"), (never.Status, never.Code));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "UNAVAILABLE"), (schema.Status, schema.Code));
        Assert.Equal(1013, close.Code);
        Assert.Equal(HttpStatusCode.OK, key.Status);

        Issuer.KeySet = TokenIssuer.Keys(TokenIssuer.RsaKey(Issuer.Rsa, "rsa"));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, (await Api.QueryAsync(CountPatients, key: Token(Role.Analyst))).Status);
        Issuer.KeySet = null;
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.OK, (await Api.QueryAsync(CountPatients, key: Token(Role.Analyst))).Status);
    }

    [Fact]
    public async Task A_socket_and_an_event_stream_end_with_their_token()
    {
        var token = Token(Role.Analyst);
        using var socket = await SocketClient.ConnectAsync(Api, token);
        using var idle = await SocketClient.OpenAsync(Api, key: token);
        await idle.SendAsync("""{"type":"connection_init"}""");
        Assert.Equal("""{"type":"connection_ack"}""", await idle.ReceiveTextAsync());
        await socket.SubscribeAsync("1", Follow);
        using var stream = await StreamReader.SubscribeAsync(Api, Follow, "text/event-stream", key: token);

        // Past its end, and past the minute by which clocks may differ.
        _time.Advance(TimeSpan.FromSeconds(3661));

        Assert.Equal((4403, "The key or token was revoked or has expired"), await socket.ReceiveCloseAsync());
        Assert.Equal(4403, (await idle.ReceiveCloseAsync()).Code);
        Assert.EndsWith("event: complete\ndata: \n\n", await stream.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_token_reaches_the_log()
    {
        string[] tokens = [Token(Role.Analyst), Changed("exp"), Changed("kid"), Changed("none")];
        foreach (var token in tokens)
        {
            await Api.QueryAsync(CountPatients, key: token);
            using var socket = await SocketClient.OpenAsync(Api);
            await socket.InitialiseAsync(token);
        }

        await Eventually.HoldsAsync(
            () => Task.FromResult(Api.Log.Lines.Count(line => line.Contains("A bearer token was refused", StringComparison.Ordinal)) >= 6), "Refusals were not told.");
        foreach (var part in tokens.SelectMany(token => token.Split('.')).Where(part => part.Length > 0))
        {
            Assert.DoesNotContain(Api.Log.Lines, line => line.Contains(part, StringComparison.Ordinal));
        }
    }

    private string Token(Role role, string key = "rsa")
    {
        var claims = Issuer.Claims(_time.GetUtcNow());
        claims["roles"] = role.ToName();
        claims["teams"] = new[] { 7 };
        return Issuer.Sign(new { alg = "RS256", kid = key }, claims);
    }

    private string Changed(string change)
    {
        var claims = Issuer.Claims(_time.GetUtcNow());
        switch (change)
        {
            case "exp":
                claims["exp"] = _time.GetUtcNow().ToUnixTimeSeconds() - 61;
                break;
            case "aud":
                claims["aud"] = "another";
                break;
            case "iss":
                claims["iss"] = "https://another.example";
                break;
            case "roles":
                claims["roles"] = new[] { "analyst", "admin" };
                break;
            case "none":
                return $"{TokenIssuer.Encode("""{"alg":"none"}""")}.{TokenIssuer.Encode(System.Text.Json.JsonSerializer.Serialize(claims))}.";
            case "kid":
                return Issuer.Sign(new { alg = "RS256", kid = "made-up" }, claims);
            case "signature":
                return Issuer.Sign(new { alg = "ES256", kid = "rsa" }, claims);
        }

        return Issuer.Sign(new { alg = "RS256", kid = "rsa" }, claims);
    }
}
