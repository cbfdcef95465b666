using System.Net.Sockets;
using HealthGraph.Api.Endpoint;
using HealthGraph.Domain.Database;
using HealthGraph.Domain.Database.Embedded;
using HealthGraph.Domain.Errors;
using HealthGraph.Jobs.Runs;
using HealthGraph.Jobs.Scheduling;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace HealthGraph.Api.Hosting;

/// <summary>What <c>serve</c> and <c>demo</c> start.</summary>
internal sealed record ServerOptions
{
    public required string DataDirectory { get; init; }

    /// <summary>A port on loopback, in place of the setting.</summary>
    public int? Port { get; init; }

    public JobsRole Jobs { get; init; } = JobsRole.Execute;

    public bool ServesApi { get; init; } = true;

    /// <summary>Done when the database is up and before the first request: sample data, keys.</summary>
    public Func<IServiceProvider, CancellationToken, Task>? Prepare { get; init; }

    /// <summary>A place to try things out: every caller may look at the schema, unless a setting says otherwise.</summary>
    public bool IsDevelopment { get; init; }

    /// <summary>Settings that stand above all others.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Migrates a given server too; the embedded one always is.</summary>
    public bool Migrate { get; init; }
}

/// <summary>A running HealthGraph: data folder, embedded database unless one is given, web application, scheduler.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly InstanceLock _folder;
    private readonly EmbeddedPostgres? _postgres;
    private readonly WebApplication _app;

    private Server(InstanceLock folder, EmbeddedPostgres? postgres, WebApplication app)
    {
        _folder = folder;
        _postgres = postgres;
        _app = app;
        Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
    }

    /// <summary>Where it answers.</summary>
    public string Url { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<Server> StartAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        var flags = new Dictionary<string, string?>(options.Settings);
        if (options.Port is { } port)
        {
            flags[ListenAddress.Setting] = ListenAddress.ForPort(port);
        }

        var configuration = Settings.Load(flags);
        if (options.IsDevelopment)
        {
            configuration[$"{GraphQLOptions.Section}:{nameof(GraphQLOptions.Introspection)}"] ??= bool.TrueString;
        }

        var folder = InstanceLock.Acquire(options.DataDirectory);
        EmbeddedPostgres? postgres = null;
        WebApplication? app = null;
        try
        {
            ListenAddress.RequireFree(ListenAddress.From(configuration));
            if (DatabaseOptions.From(configuration).ConnectionString is null)
            {
                postgres = await EmbeddedPostgres.StartAsync(folder, new EmbeddedPostgresOptions(), cancellationToken);
                configuration[$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.ConnectionString)}"] = postgres.ConnectionString;

                // The folder's lock lets one process at a time have this name, so after a kill -9 the next one takes its runs up at once.
                configuration[$"{RunOptions.Section}:{nameof(RunOptions.InstanceId)}"] ??= "embedded";
            }

            app = HealthGraphApp.Build(new AppOptions
            {
                Configuration = configuration,
                DataDirectory = folder.Directory,
                Jobs = options.Jobs,
                ServesApi = options.ServesApi,
            });
            await PrepareAsync(app.Services, options, isEmbedded: postgres is not null, cancellationToken);
            await ListenAsync(app, cancellationToken);
            var server = new Server(folder, postgres, app);
            folder.Publish(folder.Description with { Url = server.Url });
            return server;
        }
        catch
        {
            await StopAsync(folder, postgres, app);
            throw;
        }
    }

    public Task WaitForStopAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync() => await StopAsync(_folder, _postgres, _app);

    private static async Task PrepareAsync(
        IServiceProvider services, ServerOptions options, bool isEmbedded, CancellationToken cancellationToken)
    {
        if (isEmbedded || options.Migrate)
        {
            await DatabaseMigrator.MigrateAsync(services.GetRequiredService<Npgsql.NpgsqlDataSource>(), cancellationToken);
        }

        if (options.Prepare is { } prepare)
        {
            await prepare(services, cancellationToken);
        }
    }

    private static async Task ListenAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new HealthGraphException("PORT_TAKEN", $"The address cannot be listened on: {e.Message}", e);
        }
    }

    // In the reverse order of their start, and whatever was asked to stop: this must come to its end.
    private static async Task StopAsync(InstanceLock folder, EmbeddedPostgres? postgres, WebApplication? app)
    {
        if (app is not null)
        {
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
        }

        if (postgres is not null)
        {
            await postgres.DisposeAsync();
        }

        folder.Dispose();
    }
}
