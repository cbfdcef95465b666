using HealthGraph.GraphQL.Data.Reading;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data;

/// <summary>Is told of every statement before it is sent, and may have its rows counted. A host that wants to know implements it.</summary>
public interface IRelationObserver
{
    /// <summary>Asked before there is a connection for the statement.</summary>
    /// <returns>What counts the rows; null when nobody wants to know of them.</returns>
    /// <exception cref="GraphQLException">The statement may not be sent.</exception>
    StatementObservation? Observe(OperationContext operation, GivenRows given);
}
