using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data;

/// <summary>Who may read what. The host implements it; it is asked before any SQL is made.</summary>
public interface IRelationAccess
{
    /// <summary>Asks for every relation that an operation reads, filters by or orders by.</summary>
    /// <exception cref="GraphQLException">The caller may not read it.</exception>
    void Demand(Relation relation, OperationContext operation);

    /// <summary>Which tables the operation's caller reads; null for those that the relations name.</summary>
    RelationView? ViewFor(OperationContext operation);

    /// <summary>Groups of fewer rows than this are not shown to the caller: 1 or less for all.</summary>
    int SmallestGroup(Relation relation, OperationContext operation);
}
