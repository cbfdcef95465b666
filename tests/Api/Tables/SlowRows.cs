using HealthGraph.Api.Access;
using HealthGraph.Api.Composition;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.Tests.Tables;

/// <summary>
/// <c>slowRows</c>: rows of 1 KB in the order of their id, of which PostgreSQL makes those from 500 on only when a test lets it. So a
/// test can look at a response of which half has been sent.
/// </summary>
internal sealed class SlowRows : ISchemaFeature
{
    /// <summary>The row that waits.</summary>
    public const int Waiting = 500;

    private const int Lock = 8;

    private static readonly Relation Relation = new(
        "SlowRow",
        "public",
        "slow_row",
        [new("number", "id", Int4, false, "Number."), new("text", "text", Text, false, "1 KB.")],
        ["id"])
    {
        Description = "A row that may take its time.",
        Features = FeatureSet.Of(AccessRule.Patients),
    };

    public void AddTo(SchemaParts parts) => parts.QueryFields.Add(parts.Relations.Connection("slowRows", Relation, "Slow rows."));

    public static async Task<ApiServer> StartAsync(PostgresServer postgres, params (string Key, string Value)[] settings) =>
        await StartAsync(postgres, 8, settings);

    public static async Task<ApiServer> StartAsync(PostgresServer postgres, int poolSize, params (string Key, string Value)[] settings)
    {
        var api = new ApiServer(postgres) { PoolSize = poolSize, FurtherServices = static services => services.AddSingleton<ISchemaFeature, SlowRows>() };
        foreach (var (key, value) in settings)
        {
            api.Settings[key] = value;
        }

        await api.InitializeAsync();

        // The order inside the view is what lets its rows be made one by one, as they are sent.
        await api.Database.ExecuteAsync($"""
            CREATE FUNCTION public.slow_text(id int) RETURNS text LANGUAGE plpgsql VOLATILE AS
            $$
            BEGIN
                IF id = {Waiting} THEN
                    PERFORM pg_advisory_lock_shared({Lock});
                    PERFORM pg_advisory_unlock_shared({Lock});
                END IF;
                RETURN repeat('x', 1000) || id;
            END
            $$;
            CREATE TABLE public.slow (id int PRIMARY KEY);
            INSERT INTO public.slow SELECT generate_series(1, 200000);
            CREATE VIEW public.slow_row AS SELECT id, public.slow_text(id) AS text FROM public.slow ORDER BY id;
            GRANT SELECT ON public.slow_row TO healthgraph_analyst;
            ANALYZE public.slow;
            """);
        return api;
    }

    /// <summary>Keeps the rows from <see cref="Waiting"/> on back until it is disposed of.</summary>
    public static async Task<IAsyncDisposable> HoldAsync(ApiServer api)
    {
        var connection = new NpgsqlConnection(api.Database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_lock({Lock})", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>Waits until a statement over the rows does what the condition on <c>pg_stat_activity</c> says.</summary>
    public static async Task<int> WaitForAsync(ApiServer api, string condition)
    {
        var pid = 0;
        await Eventually.HoldsAsync(
            async () =>
            {
                var pids = await api.Database.RowsAsync($"""
                    SELECT pid
                    FROM pg_stat_activity
                    WHERE datname = current_database() AND query LIKE '%"slow_row"%' AND pid <> pg_backend_pid() AND {condition}
                    """);
                pid = pids is [[int only]] ? only : 0;
                return pid != 0;
            },
            $"No statement over the rows came to be so that {condition}.");
        return pid;
    }

    /// <summary>Waits until no statement over the rows is under way.</summary>
    public static async Task WaitForEndAsync(ApiServer api)
    {
        await Eventually.HoldsAsync(
            async () => await api.Database.ScalarAsync<long>("""
                SELECT count(*)
                FROM pg_stat_activity
                WHERE datname = current_database() AND query LIKE '%"slow_row"%' AND pid <> pg_backend_pid() AND state <> 'idle'
                """) == 0,
            "A statement over the rows did not end.");
    }

    /// <summary>Ends the session that waits, as a failing server does.</summary>
    public static async Task KillAsync(ApiServer api)
    {
        var pid = await WaitForAsync(api, "wait_event_type = 'Lock'");
        await api.Database.ScalarAsync<bool>("SELECT pg_terminate_backend($1)", pid);
    }
}
