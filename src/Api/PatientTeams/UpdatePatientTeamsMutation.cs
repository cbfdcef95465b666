using HealthGraph.Api.Composition;
using HealthGraph.Api.Runs;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Scalars;
using HealthGraph.Jobs.PatientTeams;
using HealthGraph.Jobs.Runs;

namespace HealthGraph.Api.PatientTeams;

/// <summary><c>updatePatientTeams</c>: asks for the run that brings memberships up to date.</summary>
internal sealed class UpdatePatientTeamsMutation : ISchemaFeature
{
    private static readonly IReadOnlyList<InputValue> Input =
    [
        new("patientIds", ExtendedScalars.Uuid.NonNull().List())
        {
            Description = $"Only memberships of these patients, {PatientTeamUpdateArguments.MaxIds} at most; all patients unless given. An empty list is no patient.",
        },
        new("teamIds", ExtendedScalars.Long.NonNull().List())
        {
            Description = "Only memberships in these teams; all teams unless given. An empty list is no team. With patients as well: of these in those.",
        },
        RunMutations.IdempotencyKey,
    ];

    public void AddTo(SchemaParts parts) => parts.MutationFields.Add(parts.Mutations.Create(new Mutation
    {
        Name = "updatePatientTeams",
        Description = "Asks for memberships to be brought up to date. It is never needed: changes are followed by themselves. "
            + "The run's outputs count what was inserted, changed, deleted and unchanged.",
        Rule = RunMutations.Rule,
        Input = Input,
        Result = RunReference.PayloadField(parts),
        Errors =
        [
            MutationErrorType.Of<InvalidMembershipScopeError>(
                "An argument has a value that an update cannot have.",
                new Field("field", SpecifiedScalars.String.NonNull()) { Description = "The field of the input." }),
            RunErrors.AlreadyActive,
            RunErrors.KeyReused,
        ],
        ResolveAsync = EnqueueAsync,
    }));

    private static async ValueTask<object?> EnqueueAsync(FieldContext context, MutationInput input)
    {
        var arguments = new PatientTeamUpdateArguments
        {
            PatientIds = input.Get<IEnumerable<object?>>("patientIds")?.Cast<Guid>().ToList(),
            TeamIds = input.Get<IEnumerable<object?>>("teamIds")?.Select(id => Convert.ToInt64(id, System.Globalization.CultureInfo.InvariantCulture)).ToList(),
        };
        List<MutationError> problems = [.. arguments.Problems().Select(problem => new InvalidMembershipScopeError(problem.Field, problem.Message))];
        return problems.Count > 0
            ? new MutationRefusal(problems)
            : RunErrors.From(await context.Services.GetRequiredService<RunQueue>().EnqueueAsync(
                PatientTeamUpdateRun.Request(arguments, RunReference.RequestedBy(context), input.Get<string>("idempotencyKey")),
                context.CancellationToken));
    }
}

/// <summary>An argument has a value that an update cannot have.</summary>
internal sealed record InvalidMembershipScopeError(string Field, string Problem) : MutationError(Problem);
