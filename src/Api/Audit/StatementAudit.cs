using HealthGraph.Domain.Audit;
using HealthGraph.GraphQL.Data.Reading;

namespace HealthGraph.Api.Audit;

/// <summary>One statement that gives rows of patients: a row of the audit for each relation of which it gave something.</summary>
internal sealed class StatementAudit(AuditTrail trail, GivenRows given, AuditSubject subject, CancellationToken cancellationToken)
    : StatementObservation(given), IAuditEntry
{
    private AuditOutcome _outcome;

    public void AppendTo(List<AuditEvent> events)
    {
        var before = events.Count;
        foreach (var relation in Given.Relations)
        {
            if (ReadAudit.HoldsPatients(relation.Relation) && (Rows(relation) > 0 || Groups(relation) > 0 || relation.IsCounted))
            {
                events.Add(Event(relation));
            }
        }

        if (events.Count == before)
        {
            // Asked for and not found, or not come to: that it was asked for is recorded.
            events.Add(Event(Given.Relations.First(relation => ReadAudit.HoldsPatients(relation.Relation))));
        }
    }

    protected override void End(bool isWhole)
    {
        _outcome = isWhole ? AuditOutcome.Complete
            : cancellationToken.IsCancellationRequested ? AuditOutcome.Cancelled
            : AuditOutcome.Failed;
        trail.Add(this);
    }

    private AuditEvent Event(GivenRelation relation) => subject.Event(AuditKind.Read, _outcome, Given.FieldName) with
    {
        Relation = relation.Relation.TypeName,
        PatientRows = Rows(relation),
        Groups = Groups(relation),
        IsCounted = relation.IsCounted,
    };
}
