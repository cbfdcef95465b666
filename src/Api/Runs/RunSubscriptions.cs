using System.Runtime.CompilerServices;
using System.Text.Json;
using HealthGraph.Api.Composition;
using HealthGraph.Domain.Runs;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;
using Npgsql;

namespace HealthGraph.Api.Runs;

/// <summary><c>runUpdated</c> and <c>runs</c> of the subscription type. Each event reads the run's row anew, under the rules of who asks.</summary>
internal sealed class RunSubscriptions : ISchemaFeature
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public void AddTo(SchemaParts parts) => parts.SubscriptionFields.AddRange(
    [
        Create(
            parts,
            "runUpdated",
            "One run: how it is now, then every change, until it has ended. Null, once, when there is no run of that id.",
            [RelationTypes.IdArgument(RunRelation.Relation)],
            static context => FollowAsync(context.Services, RunReference.IdOf(context.Argument<string>("id")!))),
        Create(
            parts,
            "runs",
            "Changes of all runs, as they happen. Who is slow gets the latest state of each run that changed.",
            [
                new("kinds", SpecifiedScalars.String.NonNull().List()) { Description = "Runs of these kinds, such as `visit-plan-export`; all unless given." },
                new("states", RunRelation.State.NonNull().List()) { Description = "Runs that have come to one of these states; all unless given." },
            ],
            static context => WatchAsync(
                context.Services, context.Argument<IReadOnlyList<object?>>("kinds"), context.Argument<IReadOnlyList<object?>>("states"))),
    ]);

    private static Field Create(
        SchemaParts parts, string name, string description, IReadOnlyList<InputValue> arguments, Func<FieldContext, IAsyncEnumerable<object?>> open)
    {
        var row = parts.Relations.ByKey(name, RunRelation.Relation, description, static parent => (parent as RunReference)?.Id);
        return new Field(row.Name, row.Type)
        {
            Description = row.Description,
            Arguments = arguments,
            Features = row.Features,
            Resolve = row.Resolve,
            Subscribe = context => new(open(context)),
        };
    }

    private static async IAsyncEnumerable<object?> FollowAsync(
        IServiceProvider services, Guid runId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Listening comes first: what changes after the look at the row is heard.
        using var changes = services.GetRequiredService<RunChanges>().Subscribe(runId);
        var run = await FindAsync(services, runId, cancellationToken);
        while (true)
        {
            yield return new RunReference(runId);
            if (run is null || run.State.IsFinished())
            {
                yield break;
            }

            var told = run;
            do
            {
                await changes.NextAsync(cancellationToken);
                run = await FindPatientlyAsync(services, runId, cancellationToken);
            }
            while (run is not null && IsSame(told, run));
        }
    }

    private static async IAsyncEnumerable<object?> WatchAsync(
        IServiceProvider services,
        IReadOnlyList<object?>? kinds,
        IReadOnlyList<object?>? states,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var changes = services.GetRequiredService<RunChanges>().Subscribe();
        while (true)
        {
            var runId = await changes.NextAsync(cancellationToken);
            if ((kinds is null && states is null)
                || (await FindPatientlyAsync(services, runId, cancellationToken) is { } run
                    && (kinds is null || kinds.Contains(run.Kind))
                    && (states is null || states.Contains(run.State.ToName()))))
            {
                yield return new RunReference(runId);
            }
        }
    }

    // The notification of what the first look at the row has told already may come after that look.
    private static bool IsSame(Run told, Run run) =>
        WithoutJson(told) == WithoutJson(run) && IsSame(told.Checkpoint, run.Checkpoint) && IsSame(told.Outputs, run.Outputs);

    private static bool IsSame(JsonElement? told, JsonElement? element) =>
        told is { } one && element is { } other ? JsonElement.DeepEquals(one, other) : told is null && element is null;

    private static Run WithoutJson(Run run) => run with { Arguments = default, Checkpoint = null, Outputs = null };

    // A subscription that has begun outlives an outage of the database.
    private static async Task<Run?> FindPatientlyAsync(IServiceProvider services, Guid runId, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await FindAsync(services, runId, cancellationToken);
            }
            catch (NpgsqlException)
            {
                await Task.Delay(RetryAfter, services.GetRequiredService<TimeProvider>(), cancellationToken);
            }
        }
    }

    private static async Task<Run?> FindAsync(IServiceProvider services, Guid runId, CancellationToken cancellationToken)
    {
        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(cancellationToken);
        return await RunTable.FindAsync(connection, runId, cancellationToken);
    }
}
