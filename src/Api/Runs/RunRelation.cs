using HealthGraph.Api.Access;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.Runs;

/// <summary>Runs: exports, loads and updates, asked for by mutation, schedule or command line. The view is <c>api.run</c>.</summary>
internal static class RunRelation
{
    public static EnumType State { get; } = new(
        "RunState",
        [
            new("QUEUED") { Description = "Waits for a node." },
            new("RUNNING") { Description = "A node works on it." },
            new("SUCCEEDED") { Description = "Done: `outputs` tells what it made." },
            new("FAILED") { Description = "Given up: `errorCode` and `errorMessage` tell why. It can be retried." },
            new("CANCELLED") { Description = "Stopped because somebody asked for it." },
        ])
    {
        Description = "How far a run is.",
    };

    public static Relation Relation { get; } = new(
        "Run",
        "api",
        "run",
        [
            new("runId", "id", Uuid, false, "The run's id."),
            new("kind", "kind", Text, false, "What it does, such as `visit-plan-export`."),
            new("arguments", "arguments", Jsonb, false, "What it was asked for."),
            new("state", "state", TextEnum(State), false, "How far it is."),
            new("attempt", "attempt", Int4, false, "How often a node has taken it."),
            new("progressStep", "progress_step", Text, true, "What it is doing."),
            new("progressRows", "progress_rows", Int8, true, "Rows done so far."),
            new("progressBytes", "progress_bytes", Int8, true, "Bytes written so far."),
            new("progressPercent", "progress_percent", Float8, true, "How much is done, 0 to 100; null while that cannot be told."),
            new("outputs", "outputs", Jsonb, true, "What it made, once it succeeded."),
            new("errorCode", "error_code", Text, true, "The kind of failure; never renamed."),
            new("errorMessage", "error_message", Text, true, "Why it failed, in a sentence."),
            new("requestedBy", "requested_by", Text, false, "Who or what asked for it."),
            new("idempotencyKey", "idempotency_key", Text, true, "The key it was asked for with: the same key gives the same run."),
            new("retryOf", "retry_of", Uuid, true, "The failed run that it tries again."),
            new("node", "node", Text, true, "The node that has it."),
            new("cancelRequestedAt", "cancel_requested_at", Timestamptz, true, "When somebody asked to stop it."),
            new("cancelRequestedBy", "cancel_requested_by", Text, true, "Who asked to stop it."),
            new("createdAt", "created_at", Timestamptz, false, "When it was asked for."),
            new("queuedAt", "queued_at", Timestamptz, false, "Since when it waits or waited for a node."),
            new("scheduledFor", "scheduled_for", Timestamptz, true, "The instant it stands for, when a schedule asked for it."),
            new("startedAt", "started_at", Timestamptz, true, "When a node first took it."),
            new("finishedAt", "finished_at", Timestamptz, true, "When it ended."),
        ],
        key: ["id"])
    {
        Description = "A run: something long that was asked for, and how far it is.",
        DefaultOrder = [("created_at", true)],
        Features = FeatureSet.Of(AccessRule.Runs),
    };
}
