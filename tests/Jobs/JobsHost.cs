using HealthGraph.Jobs.CarePlans;
using HealthGraph.Jobs.Runs;
using HealthGraph.Jobs.Scheduling;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HealthGraph.Jobs.Tests;

/// <summary>One node: the same registrations as the program's, on a test's database.</summary>
internal sealed class JobsHost : IAsyncDisposable
{
    private readonly ServiceProvider _provider;
    private readonly List<IHostedService> _hosted = [];
    private readonly NpgsqlDataSource _dataSource;
    private bool _running;

    private JobsHost(ServiceProvider provider, NpgsqlDataSource dataSource)
    {
        _provider = provider;
        _dataSource = dataSource;
    }

    public RunQueue Queue => _provider.GetRequiredService<RunQueue>();

    public IServiceProvider Services => _provider;

    public static async Task<JobsHost> StartAsync(
        TestDatabase database,
        JobsRole role = JobsRole.Execute,
        Action<IServiceCollection>? configure = null,
        string? lake = null,
        params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings
                .Prepend((Key: "Jobs:InstanceId", Value: $"node-{Guid.NewGuid():N}"))
                .Prepend((Key: "Database:ConnectionString", Value: database.ConnectionString))
                // A test that counts runs or triggers has asked for its own.
                .Prepend((Key: "PatientTeams:Nightly", Value: "false"))
                .Prepend((Key: "Mips:Nightly", Value: "false"))
                .GroupBy(s => s.Key)
                .Select(s => KeyValuePair.Create<string, string?>($"HealthGraph:{s.Key}", s.Last().Value)))
            .Build();
        var services = new ServiceCollection();
        var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 24 });
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton(dataSource);
        services.AddSingleton<IHostApplicationLifetime, Lifetime>();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new OutputLogger()));
        services.AddHealthGraphJobs(configuration, role, lake ?? Path.Combine(Path.GetTempPath(), $"hg-lake-{Guid.NewGuid():N}"));
        // Most tests write the read model by hand, and a projector would link what they leave unlinked.
        foreach (var service in services.Where(service => service.ImplementationType == typeof(CarePlanProjectionService)).ToList())
        {
            services.Remove(service);
        }

        configure?.Invoke(services);
        var host = new JobsHost(services.BuildServiceProvider(), dataSource);
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            // What has started, such as Quartz's own thread, would keep the process alive.
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>What SIGTERM brings about.</summary>
    public async Task StopAsync()
    {
        if (!_running)
        {
            return;
        }

        _running = false;
        foreach (var hosted in Enumerable.Reverse(_hosted))
        {
            await hosted.StopAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _provider.DisposeAsync();
        await _dataSource.DisposeAsync();
    }

    private async Task StartAsync()
    {
        _running = true;
        foreach (var hosted in _provider.GetServices<IHostedService>())
        {
            _hosted.Add(hosted);
            await hosted.StartAsync(TestContext.Current.CancellationToken);
        }
    }

    private sealed class Lifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => new(canceled: true);

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }

    private sealed class OutputLogger : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            TestContext.Current.TestOutputHelper?.WriteLine($"{logLevel}: {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
