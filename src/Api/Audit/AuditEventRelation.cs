using HealthGraph.Api.Access;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.Audit;

/// <summary>The audit. The view is <c>api.audit_event</c>.</summary>
/// <remarks>docs/security.md.</remarks>
internal static class AuditEventRelation
{
    private static readonly EnumType Kind = new(
        "AuditKind",
        [
            new("READ") { Description = "Rows of a relation were read, or would have been." },
            new("CHANGE") { Description = "A mutation was asked for." },
        ])
    {
        Description = "What an event is about.",
    };

    private static readonly EnumType Outcome = new(
        "AuditOutcome",
        [
            new("COMPLETE") { Description = "It was done to its end." },
            new("FAILED") { Description = "It failed; the rows are those that were written before." },
            new("CANCELLED") { Description = "The caller left or the time was over; the rows are those that were written before." },
            new("REFUSED") { Description = "The caller may not, or asked for what cannot be; nothing was given." },
        ])
    {
        Description = "What came of it.",
    };

    public static Relation Relation { get; } = new(
        "AuditEvent",
        "api",
        "audit_event",
        [
            new("auditEventId", "id", Uuid, false, "The event's id."),
            new("at", "at", Timestamptz, false, "When it began."),
            new("kind", "kind", TextEnum(Kind), false, "What it is about."),
            new("outcome", "outcome", TextEnum(Outcome), false, "What came of it."),
            new("principalId", "principal_id", Uuid, false, "Who asked: the key's id, or one that stands for the bearer of a token."),
            new("principalName", "principal_name", Text, false, "What the key or the bearer was called then."),
            new("principalRole", "principal_role", Text, false, "The role it had then."),
            new("subject", "subject", Text, true, "What the issuer of a token calls its bearer; null for keys."),
            new("operationName", "operation_name", Text, true, "The operation's name, if it has one."),
            new("documentHash", "document_hash", Text, false, "The SHA-256 of the document, 64 digits."),
            new("field", "field", Text, true, "The field of the query or mutation."),
            new("relation", "relation", Text, true, "The type whose rows were read. A statement that reads several has an event for each."),
            new("patientRows", "patient_rows", Int8, false, "Rows of it that were given out, each as often as it was."),
            new("groups", "groups", Int8, false, "Groups of it that were given out; they hold no row."),
            new("isCounted", "is_counted", Bool, false, "Whether a number of its rows was told: a total, or the length of a list."),
            new("runId", "run_id", Uuid, true, "The run that a mutation asked for or changed."),
            new("format", "format", Text, false, "How the answer was sent: `json`, `csv`, `ndjson`, `sse`, `multipart`, `websocket`."),
            new("remoteAddress", "remote_address", Text, true, "The address at the other end of the connection, which may be a proxy's."),
            new("traceId", "trace_id", Text, false, "The same for all events of a request, and for its trace."),
        ],
        key: ["id"])
    {
        Description = "Something that was read or changed: who, when, what, how many rows, from where.",
        DefaultOrder = [("at", true)],
        Features = FeatureSet.Of(new AccessRule([Role.Admin]) { HoldsPatients = false }),
    };
}
