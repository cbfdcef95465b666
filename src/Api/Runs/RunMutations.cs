using HealthGraph.Api.Access;
using HealthGraph.Api.Composition;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.Jobs.Runs;

namespace HealthGraph.Api.Runs;

/// <summary><c>cancelRun</c> and <c>retryRun</c>.</summary>
internal sealed class RunMutations : ISchemaFeature
{
    /// <summary>Who may ask for runs, and call them off.</summary>
    public static AccessRule Rule { get; } = new([Role.Admin, Role.Analyst, Role.Operator]);

    /// <summary>The optional input of every mutation that enqueues a run.</summary>
    public static InputValue IdempotencyKey { get; } = new("idempotencyKey", SpecifiedScalars.String)
    {
        Description = "The same key gives the same run, however often the request is sent.",
    };

    private static readonly InputValue Id = RelationTypes.IdArgument(RunRelation.Relation);

    public void AddTo(SchemaParts parts) => parts.MutationFields.AddRange(
    [
        parts.Mutations.Create(new Mutation
        {
            Name = "cancelRun",
            Description = "Stops a run: one that waits never begins, one that runs stops within about a second.",
            Rule = Rule,
            Input = [Id],
            Result = RunReference.PayloadField(parts),
            Errors = [RunErrors.NotFound, RunErrors.AlreadyFinished],
            ResolveAsync = static async (context, input) => RunErrors.From(await context.Services.GetRequiredService<RunQueue>()
                .CancelAsync(RunReference.IdOf(input.Get<string>("id")!), RunReference.RequestedBy(context), context.CancellationToken)),
        }),
        parts.Mutations.Create(new Mutation
        {
            Name = "retryRun",
            Description = "Asks for a run again that failed or was cancelled: a new run with the same arguments.",
            Rule = Rule,
            Input = [Id, IdempotencyKey],
            Result = RunReference.PayloadField(parts),
            Errors = [RunErrors.NotFound, RunErrors.NotRetryable, RunErrors.AlreadyActive, RunErrors.KeyReused],
            ResolveAsync = static async (context, input) => RunErrors.From(await context.Services.GetRequiredService<RunQueue>()
                .RetryAsync(
                    RunReference.IdOf(input.Get<string>("id")!), RunReference.RequestedBy(context), input.Get<string>("idempotencyKey"), context.CancellationToken)),
        }),
    ]);
}
