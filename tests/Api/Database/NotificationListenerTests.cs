using HealthGraph.Domain.Database;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace HealthGraph.Api.Tests.Database;

public sealed class NotificationListenerTests(PostgresServer postgres)
{
    [Fact]
    public async Task What_comes_while_another_handler_reads_is_acted_upon()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["HealthGraph:Database:ConnectionString"] = database.ConnectionString })
            .Build();
        var waiting = new Waiting();
        var listener = new NotificationListener(
            configuration, [waiting, new Reading()], TimeProvider.System, NullLogger<NotificationListener>.Instance);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = listener.RunAsync(static () => { }, stop.Token);

        await waiting.ActedUpon.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        await stop.CancelAsync();
        await running;
    }

    private sealed class Waiting : NotificationHandler
    {
        private readonly TaskCompletionSource _actedUpon = new();
        private bool _heard;

        public override string ChannelName => "waiting";

        public Task ActedUpon => _actedUpon.Task;

        public override Task CatchUpAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Heard(string payload) => _heard = true;

        public override Task HeardAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
        {
            if (_heard)
            {
                _actedUpon.TrySetResult();
            }

            return Task.CompletedTask;
        }
    }

    // Its statement, once listening has begun, brings a notification for the other channel with its answer.
    private sealed class Reading : NotificationHandler
    {
        private bool _hasRead;

        public override string ChannelName => "reading";

        public override Task CatchUpAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
            NotifyAsync(connection, "reading", cancellationToken);

        public override void Heard(string payload)
        {
        }

        public override async Task HeardAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
        {
            if (!_hasRead)
            {
                _hasRead = true;
                await NotifyAsync(connection, "waiting", cancellationToken);
            }
        }

        private static async Task NotifyAsync(NpgsqlConnection connection, string channel, CancellationToken cancellationToken)
        {
            await using var command = new NpgsqlCommand("SELECT pg_notify($1, '')", connection) { Parameters = { new() { Value = channel } } };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
