using System.Text;
using System.Text.Json;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Tests.Execution;

/// <summary>Runs documents as a host would and gives back what would be sent.</summary>
internal static class Requests
{
    public static OperationExecutor Executor(ObjectType query, ObjectType? mutation = null, OperationExecutorOptions? options = null) =>
        new(new Schema(new SchemaOptions { Query = query, Mutation = mutation }), options);

    public static async Task<string> RunAsync(
        this OperationExecutor executor, string document, string? variables = null, object? root = null, string? operationName = null)
    {
        using var result = await executor.ExecuteAsync(For(document, variables, root, operationName), TestContext.Current.CancellationToken);
        return await WriteAsync(Assert.IsType<ExecutionResult>(result));
    }

    public static OperationRequest For(string document, string? variables = null, object? root = null, string? operationName = null) => new()
    {
        Document = Encoding.UTF8.GetBytes(document),
        OperationName = operationName,
        Variables = variables is null ? null : JsonDocument.Parse(variables, new JsonDocumentOptions { MaxDepth = 1000 }).RootElement,
        RootValue = root,
        Services = NoServices.Instance,
    };

    public static async Task<string> WriteAsync(ExecutionResult result)
    {
        using var output = new MemoryStream();
        await using var writer = new ResponseWriter(output);
        await ResultSerializer.WriteAsync(result, writer, TestContext.Current.CancellationToken);
        await writer.FlushAsync(TestContext.Current.CancellationToken);
        var text = Encoding.UTF8.GetString(output.ToArray());
        using var parsed = JsonDocument.Parse(text);
        return text;
    }

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
