using HealthGraph.Api.Access;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Data;
using HealthGraph.GraphQL.Data.Reading;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.Api.Audit;

/// <summary>Has every statement that gives rows of patients recorded, and refuses those that could not be.</summary>
internal sealed class ReadAudit(AuditTrail trail, TimeProvider time) : IRelationObserver
{
    public StatementObservation? Observe(OperationContext operation, GivenRows given)
    {
        if (!HoldsPatients(given) || operation.Caller is not Principal caller)
        {
            return null;
        }

        trail.Reserve();
        return new StatementAudit(trail, given, new AuditSubject(operation.Prepared, operation.Origin, caller, time.GetUtcNow()), operation.CancellationToken);
    }

    /// <summary>Whether rows of the relation belong to patients. Who forgets to say so has them recorded.</summary>
    public static bool HoldsPatients(Relation relation) => relation.Features.Get<AccessRule>()?.HoldsPatients ?? true;

    private static bool HoldsPatients(GivenRows given)
    {
        for (var i = 0; i < given.Relations.Count; i++)
        {
            if (HoldsPatients(given.Relations[i].Relation))
            {
                return true;
            }
        }

        return false;
    }
}
