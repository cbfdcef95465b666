using HealthGraph.Domain.CarePlans;
using HealthGraph.Domain.CarePlans.Projection;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HealthGraph.Domain.Tests.CarePlans;

public sealed class CarePlanProjectionLoopTests(PostgresServer server)
{
    [Fact]
    public async Task Events_appear_in_the_read_model_by_themselves_until_the_host_stops()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(database.DataSource)
            .AddCarePlans()
            .BuildServiceProvider();
        using var stop = new CancellationTokenSource();
        var loop = services.GetRequiredService<CarePlanProjectionLoop>().RunAsync(stop.Token);

        await EventStore.CreatedAsync(database, Guid.NewGuid());
        await UntilAsync(() => database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM matrix.care_plan)"));

        await stop.CancelAsync();
        await loop;
    }

    [Fact]
    public async Task A_pass_that_fails_is_tried_again()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync("ALTER TABLE matrix.projection RENAME TO projection_away");
        var log = new SeenEvents();
        using var stop = new CancellationTokenSource();
        var loop = new CarePlanProjectionLoop(new CarePlanProjector(database.DataSource), new ImpatientTime(), log).RunAsync(stop.Token);
        await UntilAsync(() => Task.FromResult(log.Ids.Contains(5002)));

        await database.ExecuteAsync("ALTER TABLE matrix.projection_away RENAME TO projection");
        await EventStore.CreatedAsync(database, Guid.NewGuid());
        await UntilAsync(() => database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM matrix.care_plan)"));

        await stop.CancelAsync();
        await loop;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await holds())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private sealed class ImpatientTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(20), period);
    }

    private sealed class SeenEvents : ILogger<CarePlanProjectionLoop>
    {
        public System.Collections.Concurrent.ConcurrentBag<int> Ids { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Ids.Add(eventId.Id);
    }
}
