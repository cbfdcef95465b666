using HealthGraph.Api.Composition;
using HealthGraph.Api.Runs;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Scalars;
using HealthGraph.Jobs.Runs;
using HealthGraph.Jobs.VisitPlans;

namespace HealthGraph.Api.VisitPlanExport;

/// <summary><c>exportVisitPlans</c>: asks for the run that writes visit plans to the data lake.</summary>
internal sealed class VisitPlanExportMutation : ISchemaFeature
{
    private static readonly EnumType Format = new(
        "ExportFormat",
        [
            new("CSV", ExportFormat.Csv) { Description = "Comma-separated values with a header row (RFC 4180)." },
            new("NDJSON", ExportFormat.Ndjson) { Description = "One JSON object on each line." },
        ])
    {
        Description = "How exported rows are written.",
    };

    private static readonly IReadOnlyList<InputValue> Input =
    [
        new("since", ExtendedScalars.LocalDate) { Description = "The first day of appointments, in UTC; 2022-01-01 unless given, and never before it." },
        new("until", ExtendedScalars.LocalDate) { Description = "The day of appointments to stop before, in UTC." },
        new("states", SpecifiedScalars.String.NonNull().List()) { Description = "States of the clinics, two letters each; all unless given." },
        new("incremental", SpecifiedScalars.Boolean.NonNull())
        {
            Description = "Only what has changed since the last export of the same choice.",
            DefaultValue = new BooleanValueNode { Value = false },
        },
        new("format", Format.NonNull()) { Description = "How rows are written.", DefaultValue = new EnumValueNode { Value = "CSV" } },
        new("gzip", SpecifiedScalars.Boolean.NonNull()) { Description = "Whether files are compressed.", DefaultValue = new BooleanValueNode { Value = true } },
        RunMutations.IdempotencyKey,
    ];

    public void AddTo(SchemaParts parts) => parts.MutationFields.Add(parts.Mutations.Create(new Mutation
    {
        Name = "exportVisitPlans",
        Description = "Asks for an export of the published visit plans with an appointment on or after 2022-01-01 to the data lake. The run tells how far it is.",
        Rule = RunMutations.Rule,
        Input = Input,
        Result = RunReference.PayloadField(parts),
        Errors =
        [
            MutationErrorType.Of<InvalidExportArgumentsError>(
                "An argument has a value that an export cannot have.",
                new Field("field", SpecifiedScalars.String.NonNull()) { Description = "The field of the input." }),
            RunErrors.AlreadyActive,
            RunErrors.KeyReused,
        ],
        ResolveAsync = EnqueueAsync,
    }));

    private static async ValueTask<object?> EnqueueAsync(FieldContext context, MutationInput input)
    {
        var arguments = new VisitPlanExportArguments
        {
            Since = input.Get<DateOnly?>("since"),
            Until = input.Get<DateOnly?>("until"),
            States = [.. input.Get<IEnumerable<object?>>("states")?.OfType<string>() ?? []],
            Incremental = input.Get<bool>("incremental"),
            Format = input.Get<ExportFormat>("format"),
            Gzip = input.Get<bool>("gzip"),
        };
        List<MutationError> problems = [.. arguments.Problems().Select(problem => new InvalidExportArgumentsError(problem.Field, problem.Message))];
        return problems.Count > 0
            ? new MutationRefusal(problems)
            : RunErrors.From(await context.Services.GetRequiredService<RunQueue>().EnqueueAsync(
                VisitPlanExportRun.Request(arguments, RunReference.RequestedBy(context), input.Get<string>("idempotencyKey")),
                context.CancellationToken));
    }
}

/// <summary>An argument has a value that an export cannot have.</summary>
internal sealed record InvalidExportArgumentsError(string Field, string Problem) : MutationError(Problem);
