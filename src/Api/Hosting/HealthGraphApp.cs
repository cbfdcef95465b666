using HealthGraph.Api.Audit;
using HealthGraph.Api.DefinedRelations;
using HealthGraph.Api.Endpoint;
using HealthGraph.Api.Health;
using HealthGraph.Api.Mips;
using HealthGraph.Api.PatientTeams;
using HealthGraph.Api.Relations;
using HealthGraph.Api.Runs;
using HealthGraph.Api.Telemetry;
using HealthGraph.Api.VisitPlanExport;
using HealthGraph.Api.VisitPlans;
using HealthGraph.Domain.Access;
using HealthGraph.Domain.Database;
using HealthGraph.Jobs.Scheduling;

namespace HealthGraph.Api.Hosting;

/// <summary>What one process is.</summary>
internal sealed record AppOptions
{
    public required IConfiguration Configuration { get; init; }

    /// <summary>Where the local data lake stands unless the settings say otherwise.</summary>
    public required string DataDirectory { get; init; }

    public JobsRole Jobs { get; init; } = JobsRole.Execute;

    /// <summary>False for a node that only executes runs: it shows its health and nothing else.</summary>
    public bool ServesApi { get; init; } = true;

    /// <summary>Further log receivers.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>Further services, such as a part of the schema that only a test has.</summary>
    public Action<IServiceCollection>? Services { get; init; }
}

/// <summary>The web application: what is served, on what settings.</summary>
internal static class HealthGraphApp
{
    public static WebApplication Build(AppOptions options)
    {
        var configuration = options.Configuration;
        // Only what was handed in is read: no file or switch of ASP.NET's own changes a setting behind it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(HealthGraphApp).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.AddConfiguration(configuration.GetSection("Logging")).AddBatchedConsole();
        options.Logging?.Invoke(builder.Logging);
        builder.WebHost.UseKestrelCore().ConfigureKestrel((_, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            // Kestrel cuts the connection of who sends more than this. The endpoint's own limit, a quarter of it, answers first with
            // a 413 that the caller has a chance to read.
            // A multipart form has limits of its own.
            kestrel.Limits.MaxRequestBodySize = 4 * (configuration.GetValue<long?>($"{GraphQLOptions.Section}:{nameof(GraphQLOptions.MaxBodyBytes)}")
                ?? new GraphQLOptions().MaxBodyBytes);
        });
        builder.WebHost.UseUrls(ListenAddress.From(configuration));

        // A run under way is told to stop and hands over; the requests under way are few.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        AddServices(builder.Services, options);
        options.Services?.Invoke(builder.Services);
        var app = builder.Build();
        Map(app, options);
        return app;
    }

    /// <summary>Everything but the server itself; a list of what there is.</summary>
    public static void AddServices(IServiceCollection services, AppOptions options)
    {
        services.AddRoutingCore();
        services.AddHealthGraphDatabase(options.Configuration);
        services.AddHealthGraphJobs(options.Configuration, options.Jobs, options.DataDirectory);
        services.AddAccess();
        services.AddCrossOrigin();
        services.AddDefinedRelations(options.ServesApi);
        services.AddGraphQLEndpoint();
        services.AddRelations();
        services.AddVisitPlans();
        services.AddRuns();
        services.AddVisitPlanExportMutation();
        services.AddPatientTeamFields();
        services.AddAudit(options.ServesApi);
        services.AddMipsFields();
        services.AddTelemetry(options.Configuration);
        services.AddHealthGraphHealth();
        if (options.ServesApi)
        {
            services.AddSingleton<NotificationListener>().AddHostedService<NotificationService>();
        }
    }

    private static void Map(WebApplication app, AppOptions options)
    {
        app.UseResponseCompression();
        app.UseRequestDecompression();
        app.UseWebSockets();
        app.UseRouting();
        app.UseCrossOrigin();
        app.MapHealth(executesRuns: options.Jobs == JobsRole.Execute);
        if (!options.ServesApi)
        {
            return;
        }

        app.MapGet("/", static context =>
        {
            context.Response.Redirect("/graphql");
            return Task.CompletedTask;
        });
        app.MapGraphQL();
    }
}
