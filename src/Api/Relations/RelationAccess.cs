using HealthGraph.Api.Access;
using HealthGraph.Api.Audit;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Data;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Relations;

/// <summary>
/// Asks a relation's rule for every relation that an operation reads, filters by or orders by: a filter tells about rows as much
/// as a field does. A relation without a rule is the administrator's alone.
/// </summary>
internal sealed class RelationAccess(IOptions<GroupOptions> groups, ChangeAudit audit) : IRelationAccess
{
    public void Demand(Relation relation, OperationContext operation)
    {
        var allowed = operation.Caller is Principal caller
            && (relation.Features.Get<AccessRule>()?.Allows(caller) ?? caller.Role == Role.Admin);
        if (!allowed)
        {
            var unrecorded = operation.Caller is Principal known ? audit.Refuse(operation.Prepared, operation.Origin, known, relation.TypeName) : null;
            throw unrecorded is not null ? new GraphQLException(unrecorded) : new GraphQLException(
                $"The current user is not authorized to access this resource: {relation.TypeName}.", ErrorCodes.NotAuthorized);
        }
    }

    public RelationView? ViewFor(OperationContext operation) => CallerViews.Of(operation.Caller as Principal);

    public int SmallestGroup(Relation relation, OperationContext operation) =>
        operation.Caller is Principal caller ? groups.Value.SmallestGroup.GetValueOrDefault(caller.Role) : int.MaxValue;
}
