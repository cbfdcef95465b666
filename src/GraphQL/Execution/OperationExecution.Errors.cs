using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Execution;

internal sealed partial class OperationExecution
{
    /// <summary>Decides what a position holds after its value was completed or failed. The one place where null goes up.</summary>
    /// <remarks>
    /// https://spec.graphql.org/September2025/#sec-Handling-Execution-Errors: "If the result of resolving a response position is
    /// null (either because the resolver returned null or an execution error was raised) and that position is of a Non-Null type,
    /// the error is propagated to the parent response position. […] If the parent response position may be null then it resolves
    /// to null, otherwise if it is a Non-Null type, the error is further propagated. […] If a List type wraps a Non-Null type, and
    /// one of the elements of that list resolves to null, then the entire list must resolve to null."
    /// </remarks>
    private object? Settle(object? completed, GraphQLType type, ResponsePath path)
    {
        if (completed is not FieldFailure failure || (type is NonNullType && _propagates))
        {
            return completed;
        }

        AddError(failure.Error, path);
        return null;
    }

    /// <summary>"If all fields from the root of the request to the source of the error return Non-Null types, then the data entry should be null."</summary>
    private object? SettleRoot(object? completed)
    {
        if (completed is not FieldFailure failure)
        {
            return completed;
        }

        AddError(failure.Error, null);
        return null;
    }

    // An error below a position that is null already tells nothing more about the response.
    private void AddError(GraphQLError error, ResponsePath? path)
    {
        lock (_gate)
        {
            if (IsNulled(path))
            {
                return;
            }

            (_errors ??= []).Add(error);
            if (path is not null)
            {
                (_nulled ??= new(ReferenceEqualityComparer.Instance)).Add(path);
            }
        }
    }

    private bool IsNulled(ResponsePath? path)
    {
        for (; path is not null && _nulled is not null; path = path.Parent)
        {
            if (_nulled.Contains(path))
            {
                return true;
            }
        }

        return false;
    }
}
