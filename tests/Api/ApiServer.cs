using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HealthGraph.Api.Hosting;
using HealthGraph.Domain.Access;
using HealthGraph.Jobs.Scheduling;
using HealthGraph.Testing.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HealthGraph.Api.Tests;

/// <summary>The real application on Kestrel and a database of its own, with a key for each role.</summary>
public sealed class ApiServer(PostgresServer postgres) : IAsyncLifetime
{
    private WebApplication? _app;
    private TestDatabase? _database;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public HttpClient Http { get; } = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });

    public string AdminKey { get; private set; } = "";

    public string AnalystKey { get; private set; } = "";

    public string TeamKey { get; private set; } = "";

    public TestDatabase Database => _database ?? throw new InvalidOperationException("The server was not started.");

    public IServiceProvider Services => _app?.Services ?? throw new InvalidOperationException("The server was not started.");

    /// <summary>Where the data lake stands.</summary>
    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("healthgraph-api-").FullName;

    internal JobsRole Jobs { get; init; } = JobsRole.Queue;

    /// <summary>Connections of each pool; few, as many tests at once share one server.</summary>
    internal int PoolSize { get; init; } = 8;

    internal CapturedLog Log { get; } = new();

    /// <summary>Settings beside those that every test server has.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>Services beside the product's, such as a part of the schema that only a test has.</summary>
    internal Action<IServiceCollection>? FurtherServices { get; init; }

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        Settings.TryAdd(
            "HealthGraph:Database:ConnectionString",
            new NpgsqlConnectionStringBuilder(_database.ConnectionString) { MaxPoolSize = PoolSize }.ConnectionString);
        Settings.TryAdd("HealthGraph:Listen", "http://127.0.0.1:0");
        _app = HealthGraphApp.Build(new AppOptions
        {
            Configuration = Hosting.Settings.Load(Settings),
            DataDirectory = DataDirectory,
            Jobs = Jobs,
            Logging = logging => logging.AddProvider(Log),
            Services = FurtherServices,
        });
        await _app.StartAsync();
        var server = _app.Services.GetRequiredService<IServer>();
        Address = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Http.BaseAddress = Address;
        AdminKey = await CreateKeyAsync(Role.Admin);
        AnalystKey = await CreateKeyAsync(Role.Analyst);
        TeamKey = await CreateKeyAsync(Role.Team);
    }

    /// <summary>Stops the application as SIGTERM does.</summary>
    internal Task StopAsync() => _app?.StopAsync() ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        Directory.Delete(DataDirectory, recursive: true);
    }

    /// <summary>POSTs an operation as most clients do.</summary>
    internal Task<ApiResponse> QueryAsync(string query, object? variables = null, string? key = null) =>
        SendAsync(Post(JsonSerializer.Serialize(new { query, variables })), key ?? AnalystKey);

    internal static HttpRequestMessage Post(string body, string contentType = "application/json")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = content };
    }

    internal async Task<ApiResponse> SendAsync(HttpRequestMessage request, string? key)
    {
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new ApiResponse(response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    public async Task<string> CreateKeyAsync(Role role)
    {
        var store = Services.GetRequiredService<ApiKeyStore>();
        return (await store.CreateAsync(new NewApiKey($"test {role.ToName()}", role), CancellationToken.None)).Secret.Reveal();
    }
}
