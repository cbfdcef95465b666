using HealthGraph.Api.Access;
using HealthGraph.Api.Composition;
using HealthGraph.Api.Endpoint.Streaming;
using HealthGraph.Api.Endpoint.WebSockets;
using HealthGraph.Api.Errors;
using HealthGraph.Api.Explorer;
using HealthGraph.Api.PersistedOperations;
using HealthGraph.Api.Tables;
using HealthGraph.Api.Uploads;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Endpoint;

internal static class EndpointExtensions
{
    private const string Path = "/graphql";

    /// <summary>All that the endpoint needs, but the schema's features, the keys and the database.</summary>
    public static IServiceCollection AddGraphQLEndpoint(this IServiceCollection services)
    {
        services.AddOptions<GraphQLOptions>().BindConfiguration(GraphQLOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GraphQLOptions>, GraphQLOptionsValidator>();
        services.AddOptions<SubscriptionOptions>().BindConfiguration(SubscriptionOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SubscriptionOptions>, SubscriptionOptionsValidator>();
        services.AddOptions<UploadOptions>().BindConfiguration(UploadOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<UploadOptions>, UploadOptionsValidator>();
        services.AddScoped<UploadedFileAccess>();
        services.AddPersistedOperations();
        services.AddOptions<WebSocketSettings>().BindConfiguration(WebSocketSettings.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebSocketSettings>, WebSocketSettingsValidator>();
        services.Configure<WebSocketOptions>(static sockets =>
        {
            // A ping of the WebSocket protocol itself; a client that does not answer is gone.
            sockets.KeepAliveInterval = TimeSpan.FromSeconds(12);
            sockets.KeepAliveTimeout = TimeSpan.FromSeconds(20);
        });
        services.AddRequestDecompression();
        ResponseCompression.Add(services);
        return services
            .AddSingleton<SchemaFactory>()
            .AddSingleton<SchemaProvider>()
            .AddSingleton<SchemaAccess>()
            .AddSingleton<UnexpectedErrors>()
            .AddSingleton<CallerAuthentication>()
            .AddSingleton<StreamMetrics>()
            .AddSingleton<OpenSubscriptions>()
            .AddSingleton<ResponseSender>()
            .AddSingleton<RequestReader>()
            .AddSingleton<MultipartRequestReader>()
            .AddSingleton<DocumentFinder>()
            .AddSingleton<OperationRunner>()
            .AddSingleton<BatchResponse>()
            .AddSingleton<SocketServices>()
            .AddSingleton<WebSocketEndpoint>()
            .AddSingleton<OperationGate>()
            .AddSingleton<RateLimits>()
            .AddTables()
            .AddSingleton<GraphQLEndpoint>()
            .AddSingleton<SchemaFile>()
            .AddSingleton<ExplorerFiles>()
            .AddSingleton<ExplorerPage>();
    }

    public static void MapGraphQL(this WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<GraphQLEndpoint>();
        var sockets = app.Services.GetRequiredService<WebSocketEndpoint>();
        var schemaFile = app.Services.GetRequiredService<SchemaFile>();
        var explorer = app.Services.GetRequiredService<ExplorerPage>();

        app.MapGet($"{Path}/schema.graphql", schemaFile.HandleAsync);
        app.MapMethods($"{Path}/explorer/{{file}}", [HttpMethods.Get, HttpMethods.Head], explorer.HandleFileAsync);
        app.Map(Path, context => context.WebSockets.IsWebSocketRequest ? sockets.HandleAsync(context)
            : IsBrowser(context.Request) ? explorer.HandleAsync(context)
            : AsksForSchema(context.Request) ? schemaFile.HandleAsync(context)
            : endpoint.HandleAsync(context));
    }

    private static bool IsBrowser(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !TableRequest.IsNamedIn(request)
        && ResponseFormats.PrefersHtml(request.GetTypedHeaders().Accept);

    private static bool AsksForSchema(HttpRequest request) => HttpMethods.IsGet(request.Method) && request.Query.ContainsKey("sdl");
}
