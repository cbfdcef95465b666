using HealthGraph.Domain.PatientTeams;
using HealthGraph.Testing.Postgres;
using static HealthGraph.Domain.Tests.PatientTeams.PatientTeamUpdaterTests;

namespace HealthGraph.Domain.Tests.PatientTeams;

/// <summary>Random changes, compared with a plain evaluation of the same rows that knows nothing of the statement.</summary>
public sealed class MembershipPropertyTests(PostgresServer server)
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task After_each_change_the_marks_are_enough(int seed, bool schoolMoveTeam)
    {
        await using var database = await server.CreateDatabaseAsync();
        await RandomWriter.PrepareAsync(database);
        var writer = new RandomWriter(database, seed);
        var updater = Updater(database, schoolMoveTeam);
        await updater.MarkIfRulesDifferAsync(Token);
        await CatchUpAsync(updater);

        for (var round = 0; round < 100; round++)
        {
            await writer.WriteAsync();
            await CatchUpAsync(updater);
            var expected = (await Inputs.ReadAsync(database)).Memberships(schoolMoveTeam);
            Assert.Equal(expected, await MembershipsAsync(database));
        }

        Assert.Equal(0, (await updater.UpdateAllAsync(Token)).Counts.Written);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task A_scope_is_made_right_and_the_rest_left_alone(int seed)
    {
        await using var database = await server.CreateDatabaseAsync();
        await RandomWriter.PrepareAsync(database);
        var writer = new RandomWriter(database, seed);
        var updater = Updater(database);
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            for (var i = 0; i < 5; i++)
            {
                await writer.WriteAsync();
            }

            var scope = RandomScope(random);
            var before = await MembershipsAsync(database);
            var right = (await Inputs.ReadAsync(database)).Memberships(schoolMoveTeam: false);
            var expected = before.Where(line => !IsIn(scope, line)).Concat(right.Where(line => IsIn(scope, line))).Order(StringComparer.Ordinal);

            var counts = await updater.UpdateAsync(scope, Token);

            Assert.Equal(expected, (await MembershipsAsync(database)).Order(StringComparer.Ordinal));
            Assert.Equal(Expected(before.Where(line => IsIn(scope, line)), right.Where(line => IsIn(scope, line))), counts);
        }
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public async Task Updaters_and_writers_at_once_end_where_a_serial_run_would(int seed)
    {
        await using var database = await server.CreateDatabaseAsync();
        await RandomWriter.PrepareAsync(database);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var updater = Updater(database);
        var updates = Enumerable.Range(0, 2).Select(number => UpdateAsync(updater, new Random(seed + number), stop.Token))
            .Append(KeepCatchingUpAsync(updater, stop.Token))
            .Append(KeepCatchingUpAsync(updater, stop.Token));
        var background = Task.WhenAll(updates.ToList());

        await Task.WhenAll(Enumerable.Range(0, 3).Select(number => WriteAsync(new RandomWriter(database, (seed * 100) + number))));
        await stop.CancelAsync();
        await background;
        await CatchUpAsync(updater);

        Assert.Equal((await Inputs.ReadAsync(database)).Memberships(schoolMoveTeam: false), await MembershipsAsync(database));
        Assert.Equal(0, (await updater.UpdateAllAsync(Token)).Counts.Written);
    }

    // A deadlock or a serialization failure of a writer or an updater fails the test.
    private static async Task WriteAsync(RandomWriter writer)
    {
        for (var i = 0; i < 120; i++)
        {
            await writer.WriteAsync();
        }
    }

    private static async Task UpdateAsync(PatientTeamUpdater updater, Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await updater.UpdateAsync(random.Next(6) == 0 ? MembershipScope.Everything : RandomScope(random), Token);
        }
    }

    private static async Task KeepCatchingUpAsync(PatientTeamUpdater updater, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await updater.CatchUpAsync(Token);
        }
    }

    private static MembershipScope RandomScope(Random random)
    {
        var shape = random.Next(3);
        return new MembershipScope(
            shape == 1 ? null : [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => RandomWriter.PatientId(random.Next(1, RandomWriter.Patients + 2)))],
            shape == 0 ? null : [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.NextInt64(1, RandomWriter.Teams + 2))]);
    }

    private static bool IsIn(MembershipScope scope, string line)
    {
        var words = line.Split(' ');
        return (scope.Patients?.Contains(Guid.Parse(words[0])) ?? true)
            && (scope.Teams?.Contains(long.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture)) ?? true);
    }

    private static MembershipCounts Expected(IEnumerable<string> before, IEnumerable<string> after)
    {
        var (old, right) = (Keyed(before), Keyed(after));
        return new MembershipCounts(
            right.Keys.Count(key => !old.ContainsKey(key)),
            right.Count(pair => old.TryGetValue(pair.Key, out var sources) && sources != pair.Value),
            old.Keys.Count(key => !right.ContainsKey(key)),
            right.Count(pair => old.TryGetValue(pair.Key, out var sources) && sources == pair.Value));

        static Dictionary<string, string> Keyed(IEnumerable<string> lines) =>
            lines.Select(line => line.Split(' ')).ToDictionary(words => $"{words[0]} {words[1]}", words => words[2]);
    }
}
