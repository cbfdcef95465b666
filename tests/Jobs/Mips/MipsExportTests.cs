using System.Security.Cryptography;
using System.Text.Json;
using HealthGraph.Domain.Mips;
using HealthGraph.Domain.Runs;
using HealthGraph.Domain.Seeding;
using HealthGraph.Jobs.DataLake;
using HealthGraph.Jobs.Mips;
using HealthGraph.Jobs.Runs;
using HealthGraph.Jobs.Tests.VisitPlans;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Jobs.Tests.Mips;

public sealed class MipsExportTests(PostgresServer server)
{
    private const string Header =
        "PatientID,DOB,Gender,VisitDate,VisitID,EpisodeID,NPI,TIN,CPT,ICD10,Payer,BodyPart,Treatment,Instrument,Score,InitialScore,InitialScoreDate,"
        + "FinalScore,FinalScoreDate,EpisodeStart,EpisodeEnd,LengthOfStayDays,LengthOfStayVisits,EpisodeStatus\r\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_state_has_its_file_its_manifest_and_its_delivery_and_all_agree()
    {
        using var lake = new TemporaryLake();
        await using var database = await SeededAsync();
        await using var node = await JobsHost.StartAsync(database, lake: lake.Directory);

        var outputs = await ExportAsync(node, new MipsExportArguments { Year = 2025, AsOf = new DateOnly(2026, 1, 15) });

        Assert.Equal(["CA", "TX", "WA"], outputs.States.Select(state => state.State));
        foreach (var state in outputs.States)
        {
            var folder = $"business-operations/healthmonix/2025/{state.State}/2026-01-15";
            var bytes = await File.ReadAllBytesAsync(Path.Combine(lake.Root, folder, "data.csv"), Token);
            var manifest = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(lake.Root, folder, "manifest.json"), Token));
            var delivered = Directory.GetFiles(Path.Combine(lake.Directory, "outbox"), $"Quality_251{Place(state.State)}_*.csv");

            Assert.Equal(MipsStateResult.Delivered, state.Result);
            Assert.Equal($"{folder}/data.csv", state.Path);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), state.Sha256);
            Assert.Equal(state.Sha256, manifest.GetProperty("sha256").GetString());
            Assert.Equal(bytes.Length, manifest.GetProperty("bytes").GetInt64());
            Assert.Equal(bytes.Length, manifest.GetProperty("delivery").GetProperty("bytes").GetInt64());
            Assert.Equal(bytes, await File.ReadAllBytesAsync(Assert.Single(delivered), Token));
            Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(lake.Root, manifest.GetProperty("runPath").GetString()!), Token));
            Assert.Equal(
                await database.ScalarAsync<long>($"SELECT count(*) FROM mips.row WHERE year = 2025 AND state = '{state.State}'"),
                System.Text.Encoding.UTF8.GetString(bytes).Split("\r\n").Length - 2);
            Assert.Equal(state.Counts!.Rows["nprs"], manifest.GetProperty("rows").GetProperty("nprs").GetInt64());
        }

        var key = await database.ScalarAsync<string>("SELECT integration_key FROM mips.registration WHERE year = 2025 AND state = 'CA'");
        Assert.All(lake.Files(), file => Assert.DoesNotContain(key, File.ReadAllText(Path.Combine(lake.Root, file)), StringComparison.Ordinal));
        Assert.DoesNotContain(key, JsonSerializer.Serialize(outputs, RunJson.Options), StringComparison.Ordinal);
        Assert.Equal(3L, await database.ScalarAsync<long>("SELECT count(*) FROM mips.export WHERE delivered_at IS NOT NULL AND remote_bytes = bytes"));
    }

    [Fact]
    public async Task The_file_has_one_visit_in_three_rows_as_the_registry_reads_them()
    {
        using var lake = new TemporaryLake();
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO marketplace.patient (id, first_name, last_name, birth_date, gender) VALUES ('00000000-0000-0000-0000-000000000001', '=Ada', 'Invented', '1980-02-03', 'female');
            INSERT INTO matrix.destination (id, clinic_id, name, state, tin) VALUES ('00000000-0000-0000-0000-000000000002', 'CA-1', 'One', 'CA', '94-1234567');
            INSERT INTO matrix.therapist (id, npi, first_name, last_name, clinicient_staff_id) VALUES ('00000000-0000-0000-0000-000000000003', '1234567893', 'Bo', 'Invented', 'T1');
            INSERT INTO matrix.care_plan (id, aggregate_id, patient_id, affected_body_part, status, version, ended_on)
            VALUES ('00000000-0000-0000-0000-000000000004', gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'Knee', 'completed', 1, '2024-03-09');
            INSERT INTO matrix.appointment (id, appointment_id, care_plan_id, therapist_id, destination_id, time_start, status)
            VALUES
                (gen_random_uuid(), '00000000-0000-0000-0000-000000000005', '00000000-0000-0000-0000-000000000004', '00000000-0000-0000-0000-000000000003', '00000000-0000-0000-0000-000000000002', '2024-03-01 18:00Z', 'completed');
            INSERT INTO mips.patient_form (form_id, care_plan_id, appointment_id, form_type, completed_at, score)
            VALUES
                (gen_random_uuid(), '00000000-0000-0000-0000-000000000004', '00000000-0000-0000-0000-000000000005', 'KOS', '2024-03-01 17:00Z', 40.25),
                (gen_random_uuid(), '00000000-0000-0000-0000-000000000004', NULL, 'KOS', '2024-03-08 17:00Z', 62);
            INSERT INTO mips.visit_billing VALUES ('00000000-0000-0000-0000-000000000005', '{97161,97110}', '{M17.11}', 'medicare_b');
            """);
        await using var node = await JobsHost.StartAsync(database, lake: lake.Directory);

        var outputs = await ExportAsync(node, new MipsExportArguments { Year = 2024, States = ["CA"] });

        const string Visit =
            "00000000-0000-0000-0000-000000000001,02/03/1980,F,03/01/2024,00000000-0000-0000-0000-000000000005,00000000-0000-0000-0000-000000000004,"
            + "1234567893,941234567,97161;97110,M17.11,medicare_b,knee";
        Assert.Equal(
            Header
            + $"{Visit},MSK05,KOS,40.3,40.3,03/01/2024,62,03/08/2024,03/01/2024,03/09/2024,,,complete\r\n"
            + $"{Visit},MSK15,,,,,,,03/01/2024,03/09/2024,,,incomplete\r\n"
            + $"{Visit},LOS,,,,,,,03/01/2024,03/09/2024,0,1,complete\r\n",
            await File.ReadAllTextAsync(Path.Combine(lake.Root, outputs.States[0].Path!), Token));
        Assert.Equal(MipsStateResult.Published, outputs.States[0].Result);
    }

    [Fact]
    public async Task The_same_data_gives_the_same_bytes_and_a_later_run_replaces_the_file_but_not_the_run_s_own()
    {
        using var lake = new TemporaryLake();
        await using var database = await SeededAsync();
        await using var node = await JobsHost.StartAsync(database, lake: lake.Directory);
        var arguments = new MipsExportArguments { Year = 2024, States = ["CA"], AsOf = new DateOnly(2025, 1, 2) };

        var first = (await ExportAsync(node, arguments)).States[0];
        var second = (await ExportAsync(node, arguments)).States[0];
        await database.ExecuteAsync("DELETE FROM mips.patient_form");
        var third = (await ExportAsync(node, arguments)).States[0];

        Assert.Equal(first.Sha256, second.Sha256);
        Assert.NotEqual(first.Sha256, third.Sha256);
        Assert.Equal(first.Counts!.TotalRows, third.Previous!.TotalRows);
        Assert.Equal(3, lake.Files().Count(file => file.Contains("/runs/", StringComparison.Ordinal) && file.EndsWith("data.csv", StringComparison.Ordinal)));
        Assert.Equal(third.Sha256, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(lake.Root, third.Path!), Token))));
    }

    [Theory]
    [InlineData(2022, "2022-12-31", "Quality_1_key.csv")]
    [InlineData(2023, "2025-01-02", "Quality_1_key_20250102.csv")]
    [InlineData(2024, "2025-01-02", "Quality_1_key.csv")]
    [InlineData(2026, "2025-01-02", "Quality_1_key.csv")]
    public void Folder_and_name_are_those_that_the_year_s_receivers_know(int year, string folderDay, string name)
    {
        var files = new MipsFiles(year, "CA", new DateOnly(2025, 1, 2));

        Assert.Equal($"business-operations/healthmonix/{year}/CA/{folderDay}/data.csv", files.Data);
        Assert.Equal(name, files.RemoteName(new MipsRegistration("1", "key")));
        Assert.Equal(name.Replace("key", "***", StringComparison.Ordinal), files.MaskedRemoteName(new MipsRegistration("1", "key")));
    }

    [Fact]
    public async Task A_state_without_registration_fails_before_anything_is_built_and_keeps_no_other_from_its_end()
    {
        using var lake = new TemporaryLake();
        await using var database = await SeededAsync();
        await database.ExecuteAsync("DELETE FROM mips.registration WHERE year = 2024 AND state = 'TX'");
        await using var node = await JobsHost.StartAsync(database, lake: lake.Directory);

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => ExportAsync(node, new MipsExportArguments { Year = 2024 }));

        Assert.Equal(MipsErrorCodes.RegistrationMissing, failed.Code);
        Assert.StartsWith("1 of 3 states failed. TX: ", failed.Message, StringComparison.Ordinal);
        var states = JsonElement.Parse(await database.ScalarAsync<string>("SELECT outputs::text FROM jobs.run")).GetProperty("states");
        Assert.Equal(
            ["CA delivered", "TX failed", "NY delivered"],
            states.EnumerateArray().Select(state => $"{state.GetProperty("state")} {state.GetProperty("result")}"));
        Assert.DoesNotContain(lake.Files(), file => file.Contains("/TX/", StringComparison.Ordinal));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM mips.row WHERE state = 'TX'"));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(lake.Directory, "outbox")).Length);
    }

    [Fact]
    public async Task A_state_that_fails_in_a_way_that_nobody_thought_of_keeps_no_other_from_its_end()
    {
        using var lake = new TemporaryLake();
        await using var database = await SeededAsync();
        var broken = new BrokenLake(new LocalDataLake(lake.Root), "/CA/");
        await using var node = await JobsHost.StartAsync(
            database, configure: services => services.AddSingleton<IDataLake>(broken), lake: lake.Directory, settings: [("Mips:ParallelStates", "1")]);

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => ExportAsync(node, new MipsExportArguments { Year = 2024 }));

        Assert.Equal("INTERNAL", failed.Code);
        Assert.DoesNotContain("secret", failed.Message, StringComparison.Ordinal);
        var states = JsonElement.Parse(await database.ScalarAsync<string>("SELECT outputs::text FROM jobs.run")).GetProperty("states");
        Assert.Equal(
            ["CA failed", "TX delivered", "NY delivered"],
            states.EnumerateArray().Select(state => $"{state.GetProperty("state")} {state.GetProperty("result")}"));
    }

    [Fact]
    public async Task A_year_that_is_not_enabled_is_published_and_not_delivered_and_one_without_states_is_skipped()
    {
        using var lake = new TemporaryLake();
        await using var database = await SeededAsync();
        await database.ExecuteAsync("DELETE FROM settings.setting WHERE key = 'healthmonix_2024_integration_enabled' OR key LIKE 'healthmonix_2025_%'");
        await using var node = await JobsHost.StartAsync(database, lake: lake.Directory);

        var published = await ExportAsync(node, new MipsExportArguments { Year = 2024, States = ["CA"] });
        var skipped = await ExportAsync(node, new MipsExportArguments { Year = 2025 });

        Assert.Equal(MipsStateResult.Published, published.States[0].Result);
        Assert.Null(published.States[0].Delivery);
        Assert.True(skipped.Skipped);
        Assert.False(Directory.Exists(Path.Combine(lake.Directory, "outbox")));
    }

    [Fact]
    public async Task A_dry_run_counts_and_compares_and_leaves_everything_as_it_is()
    {
        using var lake = new TemporaryLake();
        await using var database = await SeededAsync();
        await using var node = await JobsHost.StartAsync(database, lake: lake.Directory);
        var before = await ExportAsync(node, new MipsExportArguments { Year = 2024, States = ["CA"] });
        var (files, rows) = (lake.Files(), await RowsAsync(database));
        await database.ExecuteAsync("UPDATE matrix.care_plan SET affected_body_part = 'other'");

        var dry = await ExportAsync(node, new MipsExportArguments { Year = 2024, States = ["CA"], DryRun = true });

        Assert.Equal((MipsStateResult.Counted, 0L), (dry.States[0].Result, dry.States[0].Counts!.TotalRows));
        Assert.Equal(before.States[0].Counts!.TotalRows, dry.States[0].Previous!.TotalRows);
        Assert.Equal(files, lake.Files());
        Assert.Equal(rows, await RowsAsync(database));
    }

    [Fact]
    public async Task Far_fewer_rows_are_held_back_until_somebody_accepts_them()
    {
        using var lake = new TemporaryLake();
        await using var database = await SeededAsync();
        await using var node = await JobsHost.StartAsync(database, lake: lake.Directory);
        var arguments = new MipsExportArguments { Year = 2024, States = ["CA"], AsOf = new DateOnly(2025, 1, 2) };
        var first = (await ExportAsync(node, arguments)).States[0];
        var rows = await RowsAsync(database);
        await database.ExecuteAsync("UPDATE matrix.care_plan SET affected_body_part = 'other' WHERE affected_body_part IN ('knee', 'hip', 'neck')");

        var held = await Assert.ThrowsAsync<RunFailedException>(() => ExportAsync(node, arguments));
        var stands = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(lake.Root, first.Path!), Token)));
        var rowsThen = await RowsAsync(database);
        var accepted = (await ExportAsync(node, arguments with { AcceptDrop = true })).States[0];

        Assert.Equal(MipsErrorCodes.RowsDropped, held.Code);
        Assert.Equal(first.Sha256, stands);
        Assert.Equal(rows, rowsThen);
        Assert.Equal(MipsStateResult.Delivered, accepted.Result);
        Assert.True(accepted.Counts!.TotalRows < first.Counts!.TotalRows);
    }

    [Fact]
    public async Task An_empty_file_is_published_and_delivered_only_where_the_year_says_so()
    {
        using var lake = new TemporaryLake();
        await using var database = await SeededAsync();
        await database.ExecuteAsync("UPDATE matrix.care_plan SET affected_body_part = 'other'");
        await using var node = await JobsHost.StartAsync(database, lake: lake.Directory);

        var kept = (await ExportAsync(node, new MipsExportArguments { Year = 2024, States = ["CA"] })).States[0];
        await database.ExecuteAsync("INSERT INTO settings.setting VALUES ('healthmonix_2024_allow_empty_upload', 'true', 'boolean')");
        var sent = (await ExportAsync(node, new MipsExportArguments { Year = 2024, States = ["CA"] })).States[0];

        Assert.Equal(Header, await File.ReadAllTextAsync(Path.Combine(lake.Root, kept.Path!), Token));
        Assert.Equal(MipsStateResult.Published, kept.Result);
        Assert.Contains("no rows", kept.Warning, StringComparison.Ordinal);
        Assert.Equal(MipsStateResult.Delivered, sent.Result);
    }

    [Fact]
    public async Task A_failure_that_passes_is_tried_again_and_states_that_are_done_are_left_alone()
    {
        using var lake = new TemporaryLake();
        await using var database = await SeededAsync();
        var moody = new MoodyLake(new LocalDataLake(lake.Root), "/TX/");
        await using var node = await JobsHost.StartAsync(
            database,
            configure: services => services.AddSingleton<IDataLake>(moody),
            lake: lake.Directory,
            settings: [("Jobs:Backoff", "00:00:00.1"), ("Mips:ParallelStates", "1")]);

        var run = (await node.Queue.EnqueueAsync(MipsExportRun.Request(new() { Year = 2024 }, "ann"), Token)).Run;
        var ended = await Runs.RunQueueTests.Finished(node.Queue, run.Id);

        Assert.Equal((RunState.Succeeded, 2), (ended.State, ended.Attempt));
        Assert.Equal(1, moody.Files.Count(file => file.Contains("/CA/", StringComparison.Ordinal) && file.EndsWith($"runs/{run.Id}/data.csv", StringComparison.Ordinal)));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(lake.Directory, "outbox")).Length);
        Assert.Equal(3, ended.Outputs!.Value.GetProperty("states").GetArrayLength());
    }

    [Fact]
    public async Task Missing_settings_mean_disabled_and_malformed_ones_are_named()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var connection = await database.DataSource.OpenConnectionAsync(Token);

        var missing = await MipsSettings.ReadAsync(connection, 2031, Token);
        await database.ExecuteAsync("INSERT INTO settings.setting VALUES ('healthmonix_2031_integration_enabled', 'maybe', 'boolean')");
        var wrong = await Assert.ThrowsAsync<Domain.Errors.HealthGraphException>(() => MipsSettings.ReadAsync(connection, 2031, Token));

        Assert.Equal((false, 0, false, 18, new DateOnly(2032, 3, 31)), (missing.IsEnabled, missing.States.Count, missing.StrictlyContained, missing.MinimumAge, missing.OpenUntil));
        Assert.Equal("The setting healthmonix_2031_integration_enabled is 'maybe', but must be true or false.", wrong.Message);
    }

    [Theory]
    [InlineData("""["CA","TX"]""")]
    [InlineData("CA, TX")]
    [InlineData(" ca ,,tx, CA")]
    public void A_list_is_a_JSON_array_or_has_commas(string text)
    {
        var settings = MipsSettings.From(2024, new Dictionary<string, string> { ["healthmonix_2024_states"] = text });

        Assert.Equal(["CA", "TX"], settings.States);
    }

    private static string Place(string state) => state switch { "CA" => "001", "TX" => "002", _ => "003" };

    private static Task<MipsExportOutputs> ExportAsync(JobsHost node, MipsExportArguments arguments) =>
        node.Services.GetRequiredService<MipsExporter>().ExportAsync(arguments, "ann", progress: null, Token);

    private static async Task<long> RowsAsync(TestDatabase database) =>
        await database.ScalarAsync<long>("SELECT coalesce(sum(hashtext(r::text)::bigint), 0)::bigint FROM mips.row AS r");

    private async Task<TestDatabase> SeededAsync()
    {
        var database = await server.CreateDatabaseAsync();
        await new Seeder(database.DataSource).SeedAsync(new SeedOptions { Patients = 800, Teams = 0 }, progress: null, Token);
        return database;
    }

    /// <summary>Fails below a folder, and not as a lake should.</summary>
    private sealed class BrokenLake(IDataLake inner, string folder) : TroubledLake(inner)
    {
        public override Task<LakeFileStream> CreateAsync(string path, CancellationToken cancellationToken) =>
            path.Contains(folder, StringComparison.Ordinal) ? throw new IOException("secret") : base.CreateAsync(path, cancellationToken);
    }

    /// <summary>Refuses one file below a folder, once.</summary>
    private sealed class MoodyLake(IDataLake inner, string folder) : TroubledLake(inner)
    {
        private int _refused;

        public List<string> Files { get; } = [];

        public override Task<LakeFileStream> CreateAsync(string path, CancellationToken cancellationToken)
        {
            lock (Files)
            {
                Files.Add(path);
            }

            return path.Contains(folder, StringComparison.Ordinal) && Interlocked.Exchange(ref _refused, 1) == 0
                ? throw new DataLakeException(DataLakeException.Unavailable, "The data lake cannot be reached.", isTransient: true)
                : base.CreateAsync(path, cancellationToken);
        }
    }
}
