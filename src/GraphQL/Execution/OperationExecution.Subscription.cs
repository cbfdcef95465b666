using HealthGraph.GraphQL.Errors;

namespace HealthGraph.GraphQL.Execution;

internal sealed partial class OperationExecution
{
    /// <summary>Opens the source stream of the one root field.</summary>
    /// <remarks>https://spec.graphql.org/September2025/#CreateSourceEventStream()</remarks>
    public async ValueTask<(IAsyncEnumerable<object?>? Source, GraphQLError? Error)> SubscribeAsync(object? rootValue)
    {
        CollectedField field;
        try
        {
            var fields = CollectRoot();
            field = fields.Count > 0 ? fields[0] : throw NotASubscription("");
        }
        catch (GraphQLException exception)
        {
            return (null, exception.Error);
        }

        var path = ResponsePath.Root(field.ResponseName);
        FieldContext? context = null;
        try
        {
            context = new FieldContext
            {
                Operation = operation,
                Parent = rootValue,
                Selection = field,
                Path = path,
                Arguments = field.CoerceArguments(operation.Variables),
            };
            var subscribe = field.Definition.Subscribe ?? throw NotASubscription(field.Definition.Name);
            return (await subscribe(context), null);
        }
        catch (Exception exception) when (!IsAbort(exception))
        {
            return (null, Describe(exception, field, path, context));
        }
    }

    private static GraphQLException NotASubscription(string name) =>
        new($"The subscription field \"{name}\" is not defined.", ErrorCodes.ValidationError);
}
