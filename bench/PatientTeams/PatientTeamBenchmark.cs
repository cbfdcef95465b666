using System.Diagnostics;
using System.Globalization;
using HealthGraph.Domain.PatientTeams;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HealthGraph.Bench.PatientTeams;

/// <summary>Updates of memberships against the reference statement, in turn on the same data.</summary>
/// <remarks>patient-teams.md, Aims.</remarks>
internal static class PatientTeamBenchmark
{
    private const int SmallUpdates = 100;
    private const int Changes = 40;

    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchOptions options)
    {
        await Console.Error.WriteLineAsync($"Making {options.Patients:#,0} patients and {options.Teams:#,0} teams …");
        await using var database = await PatientTeamDatabase.CreateAsync(options.Patients, options.Teams);
        var updater = new PatientTeamUpdater(database.DataSource, Options.Create(new PatientTeamOptions()));
        List<Figure> figures = [];
        figures.AddRange(await FromEmptyAsync(database, updater, options.Rounds));
        figures.AddRange(await NothingChangedAsync(database, updater, options.Rounds));
        figures.AddRange(await OnePercentAsync(database, updater, options.Rounds));
        figures.AddRange(await SmallAsync(
            database,
            "one patient, nothing changed",
            "patient_id = '" + await database.ScalarAsync<Guid>("SELECT patient_id FROM immunisation.school_move ORDER BY patient_id LIMIT 1") + "'",
            new MembershipScope([await database.ScalarAsync<Guid>("SELECT patient_id FROM immunisation.school_move ORDER BY patient_id LIMIT 1")], null),
            updater,
            "≤ 1 ms"));
        figures.AddRange(await SmallAsync(database, "one team, nothing changed", "team_id = 1", new MembershipScope(null, [1]), updater, "≤ 0.7"));
        figures.Add(await IncrementalAsync(database));
        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> FromEmptyAsync(PatientTeamDatabase database, PatientTeamUpdater updater, int rounds)
    {
        List<Cost> ours = [], reference = [], bare = [];
        for (var round = 0; round < rounds; round++)
        {
            await database.ExecuteAsync("TRUNCATE immunisation.patient_team, reference.patient_team, reference.bare_patient_team");
            reference.Add(await database.MeasureAsync(() => database.ExecuteAsync(ReferenceSql.Update())));
            bare.Add(await database.MeasureAsync(() => database.ExecuteAsync(ReferenceSql.Update("reference.bare_patient_team"))));
            ours.Add(await UpdateAsync(database, updater));
        }

        await EnsureEqualAsync(database);
        return
        [
            .. Figures("from empty", ours, reference, "≤ 0.4"),
            Processor("from empty, against it without foreign keys", ours, bare, ""),
        ];
    }

    private static async Task<IReadOnlyList<Figure>> NothingChangedAsync(PatientTeamDatabase database, PatientTeamUpdater updater, int rounds)
    {
        await SettleAsync(database);
        List<Cost> ours = [], reference = [];
        for (var round = 0; round < rounds; round++)
        {
            reference.Add(await database.MeasureAsync(() => database.ExecuteAsync(ReferenceSql.Update())));
            ours.Add(await UpdateAsync(database, updater));
        }

        return Figures("nothing changed", ours, reference, "≤ 0.5");
    }

    private static async Task<IReadOnlyList<Figure>> OnePercentAsync(PatientTeamDatabase database, PatientTeamUpdater updater, int rounds)
    {
        List<Cost> ours = [], reference = [];
        for (var round = 0; round < rounds; round++)
        {
            // A third each: memberships that are new, that have one source more, and that have none any more.
            await database.ExecuteAsync(string.Create(CultureInfo.InvariantCulture,
                $"""
                INSERT INTO immunisation.archive_reason
                SELECT patient_id, team_id, 'other' FROM immunisation.patient_team WHERE abs(hashtext(patient_id::text)) % 300 = {round * 3}
                ON CONFLICT DO NOTHING;
                INSERT INTO immunisation.archive_reason
                SELECT patient_id, 1 + (team_id % (SELECT count(*) FROM immunisation.team)), 'other' FROM immunisation.patient_team WHERE abs(hashtext(patient_id::text)) % 300 = {(round * 3) + 1}
                ON CONFLICT DO NOTHING;
                DELETE FROM immunisation.immunisation_import_vaccination_record WHERE abs(hashint8(vaccination_record_id)) % 100 = {(round * 3) + 2};
                """));
            await SettleAsync(database);
            reference.Add(await database.MeasureAsync(() => database.ExecuteAsync(ReferenceSql.Update())));
            ours.Add(await UpdateAsync(database, updater));
        }

        await EnsureEqualAsync(database);
        return Figures("1 % changed", ours, reference, "≤ 0.5");
    }

    private static async Task<IReadOnlyList<Figure>> SmallAsync(
        PatientTeamDatabase database, string name, string condition, MembershipScope scope, PatientTeamUpdater updater, string aim)
    {
        await SettleAsync(database);
        var sql = ReferenceSql.Update(scope: condition);
        await database.ExecuteAsync(sql);
        for (var i = 0; i < 10; i++)
        {
            await updater.UpdateAsync(scope, CancellationToken.None);
        }

        var reference = await database.MeasureAsync(() => RepeatAsync(SmallUpdates / 10, () => database.ExecuteAsync(sql)));
        var ours = await database.MeasureAsync(() => RepeatAsync(SmallUpdates, () => updater.UpdateAsync(scope, CancellationToken.None)));
        return
        [
            new Figure($"{name}: backend", "CPU ms", ours.ProcessorSeconds * 1000 / SmallUpdates, reference.ProcessorSeconds * 10_000 / SmallUpdates, aim),
            new Figure($"{name}: elapsed", "ms", ours.Seconds * 1000 / SmallUpdates, reference.Seconds * 10_000 / SmallUpdates, ""),
        ];
    }

    // From the commit of a change to the membership that follows from it, as another connection sees both.
    private static async Task<Figure> IncrementalAsync(PatientTeamDatabase database)
    {
        await SettleAsync(database);
        await using var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 4 });
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("HealthGraph:Database:ConnectionString", database.ConnectionString)])
            .Build();
        var loop = new PatientTeamChangeLoop(
            new PatientTeamUpdater(dataSource, Options.Create(new PatientTeamOptions())), configuration, TimeProvider.System, NullLogger<PatientTeamChangeLoop>.Instance);
        using var stop = new CancellationTokenSource();
        var running = loop.RunAsync(stop.Token);
        List<double> delays = [];
        for (var i = 0; i < Changes + 10; i++)
        {
            var patient = await database.ScalarAsync<Guid>(string.Create(
                CultureInfo.InvariantCulture, $"SELECT id FROM marketplace.patient WHERE id NOT IN (SELECT patient_id FROM immunisation.archive_reason) ORDER BY id OFFSET {i * 7} LIMIT 1"));
            await database.ExecuteAsync($"INSERT INTO immunisation.archive_reason VALUES ('{patient}', 1, 'other')");
            var committed = Stopwatch.GetTimestamp();
            while (!await database.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM immunisation.patient_team WHERE patient_id = '{patient}' AND team_id = 1 AND 1 = ANY (sources))"))
            {
            }

            if (i >= 10)
            {
                delays.Add(Stopwatch.GetElapsedTime(committed).TotalMilliseconds);
            }
        }

        await stop.CancelAsync();
        await running;
        return new Figure("incremental: from commit to membership (limit: the aim)", "ms", Figure.Median(delays), 50, "≤ 1");
    }

    // The whole of it by our one statement: marks would have been followed by then.
    private static async Task<Cost> UpdateAsync(PatientTeamDatabase database, PatientTeamUpdater updater)
    {
        await database.ExecuteAsync("TRUNCATE immunisation.patient_team_change");
        return await database.MeasureAsync(() => updater.UpdateAllAsync(CancellationToken.None));
    }

    private static async Task SettleAsync(PatientTeamDatabase database)
    {
        await database.ExecuteAsync("TRUNCATE immunisation.patient_team_change");
        await database.ExecuteAsync("VACUUM (ANALYZE)");
        await database.ExecuteAsync("CHECKPOINT");
    }

    private static async Task RepeatAsync(int times, Func<Task> work)
    {
        for (var i = 0; i < times; i++)
        {
            await work();
        }
    }

    private static async Task EnsureEqualAsync(PatientTeamDatabase database)
    {
        var different = await database.ScalarAsync<long>(
            """
            SELECT count(*)
            FROM immunisation.patient_team AS ours
            FULL JOIN reference.patient_team AS theirs USING (patient_id, team_id)
            WHERE ours.sources IS DISTINCT FROM theirs.sources
            """);
        if (different != 0)
        {
            throw new InvalidOperationException($"{different} memberships differ from the reference's.");
        }
    }

    private static IReadOnlyList<Figure> Figures(string name, List<Cost> ours, List<Cost> reference, string aim) =>
    [
        Processor(name, ours, reference, aim),
        new Figure($"{name}: elapsed", "s", Figure.Median(ours.Select(cost => cost.Seconds)), Figure.Median(reference.Select(cost => cost.Seconds)), ""),
        new Figure($"{name}: log", "MB", Figure.Median(ours.Select(cost => cost.LogMegabytes)), Figure.Median(reference.Select(cost => cost.LogMegabytes)), name == "1 % changed" ? "≤ 0.15" : ""),
    ];

    private static Figure Processor(string name, List<Cost> ours, List<Cost> reference, string aim) => new(
        $"{name}: backend", "CPU s", Figure.Median(ours.Select(cost => cost.ProcessorSeconds)), Figure.Median(reference.Select(cost => cost.ProcessorSeconds)), aim);
}
