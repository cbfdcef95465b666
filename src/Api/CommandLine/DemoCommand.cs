using System.CommandLine;
using HealthGraph.Api.Hosting;
using HealthGraph.Domain.Access;
using HealthGraph.Domain.Seeding;
using Npgsql;

namespace HealthGraph.Api.CommandLine;

/// <summary><c>demo</c>: everything, with sample data, and what to do with it. <c>./run</c> builds and calls this.</summary>
internal static class DemoCommand
{
    private const int SamplePatients = 2000;

    public static Command Create()
    {
        var port = SharedOptions.Port();
        var withSftp = new Option<bool>("--with-sftp") { Description = "Starts an sshd of its own too, to which files for the registry are delivered." };
        var command = new Command("demo", "Database, migrations, sample data, API and scheduler in one; prints what to open and try.") { port, withSftp };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, parsed.GetValue(port), parsed.GetValue(withSftp), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, int? port, bool withSftp, CancellationToken cancellationToken)
    {
        var directory = parsed.GetRequiredValue(SharedOptions.Data);
        var output = parsed.InvocationConfiguration.Output;
        DemoKeys? keys = null;
        await using var receiver = withSftp ? await DemoSftpServer.StartAsync(directory, cancellationToken) : null;
        await using var server = await Server.StartAsync(
            new ServerOptions
            {
                DataDirectory = directory,
                Port = port,
                Migrate = true,
                IsDevelopment = true,
                Settings = receiver?.Settings ?? new Dictionary<string, string?>(),
                Prepare = async (services, token) =>
                {
                    await SeedIfEmptyAsync(services.GetRequiredService<NpgsqlDataSource>(), parsed.InvocationConfiguration.Error, token);
                    keys = await DemoKeys.EnsureAsync(directory, services.GetRequiredService<ApiKeyStore>(), token);
                },
            },
            cancellationToken);
        await output.WriteLineAsync(Welcome(server.Url, directory, keys ?? throw new InvalidOperationException("The server started without keys."), receiver));
        await server.WaitForStopAsync(cancellationToken);
        await output.WriteLineAsync("HealthGraph has stopped.");
        return ExitCodes.Success;
    }

    private static async Task SeedIfEmptyAsync(NpgsqlDataSource dataSource, TextWriter error, CancellationToken cancellationToken)
    {
        var seeder = new Seeder(dataSource);
        if (await seeder.IsEmptyAsync(cancellationToken))
        {
            await ProgressDisplay.RunAsync(error, watch => seeder.SeedAsync(
                new SeedOptions { Patients = SamplePatients },
                new Watcher<SeedProgress>(progress => watch.Report(new Progress($"Sample data: {progress.Step}", progress.Rows, progress.Fraction))),
                cancellationToken));
        }
    }

    private static string Welcome(string url, string directory, DemoKeys keys, DemoSftpServer? receiver)
    {
        var admin = DemoKeys.PathOf(directory, Role.Admin);
        var analyst = DemoKeys.PathOf(directory, Role.Analyst);
        return $$"""

            HealthGraph is running. Open {{url}}/graphql in a browser and enter a key:

              admin    {{keys.Admin.Reveal()}}   (also in {{admin}})
              analyst  {{keys.Analyst.Reveal()}}   (also in {{analyst}})

            Three things to try in another terminal:

              1. The first page of visit plans, with therapist and entries:
                 curl -s {{url}}/graphql -H "Authorization: Bearer $(cat {{analyst}})" -H 'Content-Type: application/json' \
                   -d '{"query":"{ visitPlans(first: 3) { totalCount nodes { visitPlanId publishedAt totalExpectedVisits therapist { lastName } entries { visitsPerWeek weeks } } } }"}'

              2. Export all visit plans to the data lake:
                 curl -s {{url}}/graphql -H "Authorization: Bearer $(cat {{analyst}})" -H 'Content-Type: application/json' \
                   -d '{"query":"mutation { exportVisitPlans(input: {}) { run { id state } errors { ... on Error { message } } } }"}'

              3. Watch the runs:
                 curl -s {{url}}/graphql -H "Authorization: Bearer $(cat {{analyst}})" -H 'Content-Type: application/json' \
                   -d '{"query":"{ runs(first: 3) { nodes { id kind state progressPercent outputs errorMessage } } }"}'
            {{receiver?.Welcome}}
            Ctrl-C stops everything.

            """;
    }
}
