using HealthGraph.Api.Endpoint;
using HealthGraph.Api.Health;
using HealthGraph.Api.Relations;
using HealthGraph.Api.Runs;
using HealthGraph.Api.VisitPlans;
using HealthGraph.Domain.Access;
using HealthGraph.Domain.Database;

namespace HealthGraph.Api.Hosting;

/// <summary>The web application: what is served, on what settings.</summary>
internal static class HealthGraphApp
{
    public static WebApplication Build(IConfiguration configuration, Action<ILoggingBuilder>? logging = null)
    {
        // Only what was handed in is read: no file or switch of ASP.NET's own changes a setting behind it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(HealthGraphApp).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.AddConfiguration(configuration.GetSection("Logging")).AddConsole();
        logging?.Invoke(builder.Logging);
        builder.WebHost.UseKestrelCore().ConfigureKestrel((_, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            // Kestrel cuts the connection of who sends more than this. The endpoint's own limit, a quarter of it, answers first with
            // a 413 that the caller has a chance to read.
            kestrel.Limits.MaxRequestBodySize = 4 * (configuration.GetValue<long?>($"{GraphQLOptions.Section}:{nameof(GraphQLOptions.MaxBodyBytes)}")
                ?? new GraphQLOptions().MaxBodyBytes);
        });
        builder.WebHost.UseUrls(ListenAddress.From(configuration));

        AddServices(builder.Services, builder.Configuration);
        var app = builder.Build();
        Map(app);
        return app;
    }

    /// <summary>Everything but the server itself; a list of what there is.</summary>
    public static void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoutingCore();
        services.AddHealthGraphDatabase(configuration);
        services.AddAccess();
        services.AddGraphQLEndpoint();
        services.AddRelations();
        services.AddVisitPlans();
        services.AddRuns();
        services.AddHealthGraphHealth();
    }

    private static void Map(WebApplication app)
    {
        app.UseResponseCompression();
        app.UseRequestDecompression();
        app.UseRouting();
        app.MapGet("/", static context =>
        {
            context.Response.Redirect("/graphql");
            return Task.CompletedTask;
        });
        app.MapGraphQL();
        app.MapHealth();
    }
}
