using System.Text.Json;
using HealthGraph.Conformance.Driver;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.TypeSystem;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

// The engine behind the driver contract of the GraphQL execution corpus: GET /health, POST /execute.
if (args is not ["--port", var portText] || !int.TryParse(portText, out var port))
{
    await Console.Error.WriteLineAsync("usage: healthgraph-conformance --port N");
    return 2;
}

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.Configure<JsonOptions>(options => options.SerializerOptions.MaxDepth = 1000);
var app = builder.Build();
var executor = new CorpusExecutor();

app.MapGet("/health", () => Results.Ok());
app.MapPost("/execute", async (HttpContext context) =>
{
    try
    {
        var request = await context.Request.ReadFromJsonAsync<CorpusCase>(context.RequestAborted);
        context.Response.ContentType = "application/json";
        await executor.WriteAsync(request!, context.Response.Body, context.RequestAborted);
    }
    catch (Exception exception) when (exception is JsonException or SchemaException or GraphQLException)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await context.Response.WriteAsJsonAsync(new { errors = new[] { new { message = exception.Message } } });
    }
});

await app.RunAsync($"http://127.0.0.1:{port}");
return 0;
