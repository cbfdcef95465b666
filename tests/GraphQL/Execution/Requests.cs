using System.Text;
using System.Text.Json;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Sdl;

namespace HealthGraph.GraphQL.Tests.Execution;

/// <summary>Runs documents as a host would and gives back what would be sent.</summary>
internal static class Requests
{
    /// <param name="sdl">The schema.</param>
    /// <param name="resolvers">Resolvers by <c>Type.field</c>; other fields read their parent.</param>
    /// <param name="options">Of the executor.</param>
    public static OperationExecutor Executor(
        string sdl, Dictionary<string, FieldResolver>? resolvers = null, OperationExecutorOptions? options = null) =>
        new(Schema(sdl, resolvers), options);

    public static Schema Schema(string sdl, Dictionary<string, FieldResolver>? resolvers = null, SubscriptionResolver? subscribe = null) =>
        SdlSchemaBuilder.Build(sdl, new SdlSchemaOptions
        {
            ResolverOf = (type, field, _) => resolvers?.GetValueOrDefault($"{type}.{field.Name.Value}"),
            SubscriberOf = (_, _) => subscribe,
        });

    public static FieldResolver Return(object? value) => _ => new(value);

    public static FieldResolver ReturnLater(object? value) => async _ =>
    {
        await Task.Yield();
        return value;
    };

    public static FieldResolver Throw(Exception exception) => _ => throw exception;

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

    public sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
