using System.Text.Json;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.TypeSystem;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HealthGraph.Conformance.Driver;

/// <summary>
/// The engine behind the driver contract of the GraphQL execution corpus: <c>GET /health</c>, <c>POST /execute</c>. Beside the
/// contract, <c>POST /execute-incrementally</c> gives a list of the payloads that <c>@defer</c> and <c>@stream</c> make.
/// </summary>
public static class DriverHost
{
    // Variables as deep as the engine may be asked to refuse.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { MaxDepth = 1000 };

    /// <param name="port">The loopback port; 0 for any that is free.</param>
    public static WebApplication Create(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var app = builder.Build();
        app.Urls.Add($"http://127.0.0.1:{port}");

        var executor = new CorpusExecutor();
        app.MapGet("/health", () => Results.Ok());
        app.MapPost("/execute", context => ExecuteAsync(executor.WriteAsync, context));
        app.MapPost("/execute-incrementally", context => ExecuteAsync(executor.WriteIncrementallyAsync, context));
        return app;
    }

    private static async Task ExecuteAsync(Func<CorpusCase, Stream, CancellationToken, Task> execute, HttpContext context)
    {
        try
        {
            var request = await JsonSerializer.DeserializeAsync<CorpusCase>(context.Request.Body, Json, context.RequestAborted);
            if (request is not { Schema: not null, Query: not null })
            {
                throw new JsonException("The body is an object with the texts schema and query.");
            }

            context.Response.ContentType = "application/json";
            await execute(request, context.Response.Body, context.RequestAborted);
        }
        catch (Exception exception) when (exception is JsonException or SchemaException or GraphQLException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsJsonAsync(new { errors = new[] { new { message = exception.Message } } }, context.RequestAborted);
        }
    }
}
