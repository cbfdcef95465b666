using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.Api.Access;

/// <summary>Refuses an operation that touches what its caller may not, before anything of it is executed.</summary>
internal sealed class AccessGuard(bool introspectionIsOpen)
{
    public GraphQLError? Check(PreparedOperation operation, object? caller)
    {
        var use = operation.Bag.GetOrAdd(
            nameof(FieldUse),
            static (_, prepared) => FieldUse.Of(prepared.Schema, prepared.Document.Document, prepared.Definition),
            operation);
        if (use.Introspection is { } introspection && !introspectionIsOpen)
        {
            return GraphQLError.At("Introspection is not allowed for the current request.", ErrorCodes.IntrospectionClosed, introspection);
        }

        var principal = caller as Principal;
        foreach (var ruled in use.Ruled)
        {
            if (principal is null)
            {
                return GraphQLError.At("The current user is not known.", ErrorCodes.NotAuthenticated, ruled.Node);
            }

            if (!ruled.Rule.Allows(principal))
            {
                return GraphQLError.At(
                    $"The current user is not authorized to access this resource: {ruled.Coordinate}.", ErrorCodes.NotAuthorized, ruled.Node);
            }
        }

        return null;
    }
}
