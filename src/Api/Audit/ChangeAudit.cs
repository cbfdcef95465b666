using HealthGraph.Api.Composition;
using HealthGraph.Api.Runs;
using HealthGraph.Domain.Access;
using HealthGraph.Domain.Audit;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.Api.Audit;

/// <summary>Records what is asked for by mutation, and what may not be asked for at all.</summary>
internal sealed class ChangeAudit(AuditTrail trail, TimeProvider time)
{
    /// <summary>Executes a mutation that is recorded; not at all when it cannot be.</summary>
    public async ValueTask<object?> RecordAsync(FieldContext context, Func<FieldContext, ValueTask<object?>> change)
    {
        var caller = context.Operation.Caller as Principal ?? throw new InvalidOperationException("A change was asked for by nobody.");
        trail.Reserve();
        var entry = new Entry(new AuditSubject(context.Operation.Prepared, context.Operation.Origin, caller, time.GetUtcNow()), AuditKind.Change, context.Field.Name);
        try
        {
            var result = await change(context);
            entry.Outcome = result is MutationRefusal ? AuditOutcome.Refused : AuditOutcome.Complete;
            entry.RunId = (result as RunReference)?.Id;
            return result;
        }
        catch (OperationCanceledException)
        {
            entry.Outcome = AuditOutcome.Cancelled;
            throw;
        }
        finally
        {
            trail.Add(entry);
        }
    }

    /// <summary>Records that somebody asked for what it may not.</summary>
    /// <param name="operation">What was asked.</param>
    /// <param name="origin">From where.</param>
    /// <param name="caller">By whom.</param>
    /// <param name="relation">The type that it may not read, when it is known.</param>
    /// <returns>What the caller is told instead when this cannot be recorded; else null.</returns>
    public GraphQLError? Refuse(PreparedOperation operation, object? origin, Principal caller, string? relation = null)
    {
        if (!trail.TryReserve(out var unavailable))
        {
            return unavailable;
        }

        var kind = operation.Definition.Operation == OperationType.Mutation ? AuditKind.Change : AuditKind.Read;
        var field = operation.Definition.SelectionSet.Selections.OfType<FieldNode>().FirstOrDefault()?.Name.Value;
        trail.Add(new Entry(new AuditSubject(operation, origin, caller, time.GetUtcNow()), kind, field) { Outcome = AuditOutcome.Refused, Relation = relation });
        return null;
    }

    private sealed class Entry(AuditSubject subject, AuditKind kind, string? field) : IAuditEntry
    {
        public AuditOutcome Outcome { get; set; } = AuditOutcome.Failed;

        public string? Relation { get; init; }

        public Guid? RunId { get; set; }

        public void AppendTo(List<AuditEvent> events) =>
            events.Add(subject.Event(kind, Outcome, field) with { Relation = Relation, RunId = RunId });
    }
}
