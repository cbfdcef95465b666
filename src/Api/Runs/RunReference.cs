using HealthGraph.Api.Composition;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Data.Nodes;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.Runs;

/// <summary>A run that a mutation made or found; the payload's <c>run</c> reads its row.</summary>
internal sealed record RunReference(Guid Id)
{
    /// <summary>The payload's field <c>run</c>.</summary>
    public static Field PayloadField(SchemaParts parts) => parts.Relations.ByKey(
        "run", RunRelation.Relation, "The run; null when there are errors.", static parent => (parent as RunReference)?.Id);

    /// <summary>The run that an argument <c>id</c> means: its global id, or the bare one that logs and manifests have.</summary>
    public static Guid IdOf(string id) => (Guid)GlobalId.KeyOf(RunRelation.Relation, id)[0];

    /// <summary>What <c>requestedBy</c> says of a caller: who, and with which key.</summary>
    public static string RequestedBy(FieldContext context) => context.Operation.Caller is Principal caller
        ? $"key:{caller.Name} ({caller.Id})"
        : throw new InvalidOperationException("A run was asked for by nobody.");
}
