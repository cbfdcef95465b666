using System.Globalization;
using System.Text;
using System.Text.Json;
using HealthGraph.Bench.Load;
using HealthGraph.Bench.Servers;

namespace HealthGraph.Bench.Reading;

/// <summary>Pages over HTTP, against an endpoint written by hand.</summary>
/// <remarks>performance.md, Reading.</remarks>
internal static class ReadingBenchmark
{
    private const string Flat =
        "visitPlanId createdAt publishedAt appointmentDate planText continuation anticipatedDischargeDate prescribedById appointmentId";

    private const string Nested =
        "visitPlanId createdAt planText carePlan { carePlanNumber affectedBodyPart startedOn } appointment { timeStart status } therapist { npi lastName } entries { position visitsPerWeek weeks }";

    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchDatabase database, BenchOptions options)
    {
        await using var ours = await ServerProcess.StartAsync(
            "/health/live",
            url => (Path.Combine(AppContext.BaseDirectory, "HealthGraph.Api.dll"), ["serve", "--no-jobs", "--port", new Uri(url).Port.ToString(CultureInfo.InvariantCulture)]),
            database.ConnectionString);
        await using var limit = await ServerProcess.StartAsync(
            "/ready", url => (typeof(ReadingBenchmark).Assembly.Location, ["--limit-server", url, database.ConnectionString]), database.ConnectionString);

        var bodies = await Bodies(ours.Url, database.Key);
        var figures = new List<Figure>();
        foreach (var (name, path, body) in bodies)
        {
            figures.AddRange(await MeasureAsync(name, path, body, ours, limit, database.Key, options));
        }

        foreach (var (share, key) in database.Teams)
        {
            figures.Add(await MeasureTeamAsync(share, bodies[0].Body, ours, key, database.Key, options));
        }

        figures.Add(new Figure("memory after Q3", "MB", ours.Megabytes, limit.Megabytes, "≤ 1.5"));
        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(
        string name, string path, string body, ServerProcess ours, ServerProcess limit, string key, BenchOptions options)
    {
        var rates = (Ours: new List<double>(), Limit: new List<double>());
        var cpu = (Ours: new List<double>(), Limit: new List<double>());
        await WarmUpAsync(path, body, ours, limit, key, options);
        for (var round = 0; round < options.Rounds; round++)
        {
            await RoundAsync(ours, "/graphql", body, key, options.Seconds, false, rates.Ours, cpu.Ours);
            await RoundAsync(limit, path, null, null, options.Seconds, false, rates.Limit, cpu.Limit);
        }

        return
        [
            new Figure(name, "requests/s", Figure.Median(rates.Ours), Figure.Median(rates.Limit), "≥ 0.90"),
            new Figure($"{name}, server CPU", "ms/request", Figure.Median(cpu.Ours), Figure.Median(cpu.Limit), "≤ 1.25"),
        ];
    }

    // While the runtime still compiles, it is the runtime that is measured: ours has more code for it than the limit. Both get the same load
    // until neither compiles any more.
    private static async Task WarmUpAsync(string path, string body, ServerProcess ours, ServerProcess limit, string key, BenchOptions options)
    {
        const int Look = 3;
        for (var (seconds, quietLooks) = (0, 0); quietLooks < 2 && seconds < options.WarmUp; seconds += Look)
        {
            var before = (Ours: ours.CpuSeconds, Limit: limit.CpuSeconds);
            await Wrk.RequestsPerSecondAsync(ours.Url + "/graphql", body, key, Look);
            await Wrk.RequestsPerSecondAsync(limit.Url + path, null, null, Look);
            var compiling = Math.Max(
                ours.TakeCompilerSeconds() / (ours.CpuSeconds - before.Ours), limit.TakeCompilerSeconds() / (limit.CpuSeconds - before.Limit));
            quietLooks = compiling < 0.03 ? quietLooks + 1 : 0;
        }
    }

    // The same page from the same server, under row rules that hide rows and under those that hide none.
    private static async Task<Figure> MeasureTeamAsync(
        string share, string body, ServerProcess ours, string teamKey, string analystKey, BenchOptions options)
    {
        var (team, analyst, cpu) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -1; round < options.Rounds; round++)
        {
            await RoundAsync(ours, "/graphql", body, teamKey, options.Seconds, round < 0, team, cpu);
            await RoundAsync(ours, "/graphql", body, analystKey, options.Seconds, round < 0, analyst, cpu);
        }

        return new Figure($"Q1 as a team of {share}, limit: as analyst", "requests/s", Figure.Median(team), Figure.Median(analyst), "≥ 0.67");
    }

    private static async Task RoundAsync(
        ServerProcess server, string path, string? body, string? key, int seconds, bool warmUp, List<double> rates, List<double> cpu)
    {
        var before = server.CpuSeconds;
        var rate = await Wrk.RequestsPerSecondAsync(server.Url + path, body, key, seconds);
        if (!warmUp)
        {
            rates.Add(rate);
            cpu.Add((server.CpuSeconds - before) * 1000 / (rate * seconds));
        }
    }

    private static async Task<IReadOnlyList<(string Name, string Path, string Body)>> Bodies(string url, string key)
    {
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        var cursors = new List<string>();
        foreach (var (createdAt, _) in PageRequests.Cursors)
        {
            var body = Request($"{{ visitPlans(last: 1, where: {{ createdAt: {{ lt: \"{createdAt:O}\" }} }}) {{ pageInfo {{ endCursor }} }} }}", null);
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await client.PostAsync("/graphql", content);
            using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            cursors.Add(json.RootElement.GetProperty("data").GetProperty("visitPlans").GetProperty("pageInfo").GetProperty("endCursor").GetString()!);
        }

        var where = new { isPublished = new { eq = true }, appointmentDate = new { gte = PageRequests.From, lt = PageRequests.To } };
        const string Variables = "query Page($where: VisitPlanFilterInput, $after: String, $first: Int)";
        const string Arguments = "first: $first, after: $after, where: $where, order: [{ createdAt: ASC }]";
        var pages = string.Join(' ', cursors.Select((_, i) =>
            $"p{i}: visitPlans(first: 1000, after: $c{i}, where: $where, order: [{{ createdAt: ASC }}]) {{ nodes {{ {Flat} }} }}"));
        var names = string.Join(", ", cursors.Select((_, i) => $"$c{i}: String"));
        var five = cursors.Select((cursor, i) => KeyValuePair.Create($"c{i}", (object)cursor)).Append(new("where", where)).ToDictionary();
        return
        [
            ("Q1 page of 100 flat rows", "/q1", Request($"{Variables} {{ visitPlans({Arguments}) {{ nodes {{ {Flat} }} }} }}", new { first = 100, after = cursors[0], where })),
            ("Q2 page of 100 with linked rows and entries", "/q2", Request($"{Variables} {{ visitPlans({Arguments}) {{ nodes {{ {Nested} }} }} }}", new { first = 100, after = cursors[0], where })),
            ("Q3 5,000 flat rows, five pages", "/q3", Request($"query Pages($where: VisitPlanFilterInput, {names}) {{ {pages} }}", five)),
        ];
    }

    private static string Request(string query, object? variables) => JsonSerializer.Serialize(new { query, variables });
}
