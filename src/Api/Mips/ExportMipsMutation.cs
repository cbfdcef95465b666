using HealthGraph.Api.Composition;
using HealthGraph.Api.Runs;
using HealthGraph.Domain.Mips;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Scalars;
using HealthGraph.Jobs.Mips;
using HealthGraph.Jobs.Runs;
using Npgsql;

namespace HealthGraph.Api.Mips;

/// <summary><c>exportMips</c>: asks for the run that builds, publishes and delivers a year.</summary>
internal sealed class ExportMipsMutation : ISchemaFeature
{
    private static readonly IReadOnlyList<InputValue> Input =
    [
        new("year", SpecifiedScalars.Int.NonNull()) { Description = "The performance year, from 2022." },
        new("states", SpecifiedScalars.String.NonNull().List()) { Description = "States of the clinics, two letters each; those of the year's setting unless given." },
        new("upload", SpecifiedScalars.Boolean.NonNull())
        {
            Description = "Whether files are delivered; only where `healthmonix_{year}_integration_enabled` is true.",
            DefaultValue = new BooleanValueNode { Value = true },
        },
        new("dryRun", SpecifiedScalars.Boolean.NonNull())
        {
            Description = "Builds and counts, compares with the last export, and leaves everything as it is.",
            DefaultValue = new BooleanValueNode { Value = false },
        },
        new("asOf", ExtendedScalars.LocalDate) { Description = "The day in the names of folder and file, today in California unless given. It is a label: the rows are as of now." },
        new("acceptDrop", SpecifiedScalars.Boolean.NonNull())
        {
            Description = "Publishes although there are far fewer rows than at the last export, which is held back otherwise.",
            DefaultValue = new BooleanValueNode { Value = false },
        },
        RunMutations.IdempotencyKey,
    ];

    public void AddTo(SchemaParts parts) => parts.MutationFields.Add(parts.Mutations.Create(new Mutation
    {
        Name = "exportMips",
        Description = "Asks for an export of a year's rows for the quality registry: built, published in the data lake, and delivered where the year is enabled. "
            + "The run's outputs tell what came of each state.",
        Rule = RunMutations.Rule,
        Input = Input,
        Result = RunReference.PayloadField(parts),
        Errors =
        [
            MutationErrorType.Of<InvalidMipsArgumentsError>(
                "An argument or a setting of the year has a value that an export cannot have.",
                new Field("field", SpecifiedScalars.String.NonNull()) { Description = "The field of the input, or the setting." }),
            MutationErrorType.Of<MipsRegistrationMissingError>(
                "Files would be delivered, and a state is not registered for the year.",
                new Field("year", SpecifiedScalars.Int.NonNull()) { Description = "The year." },
                new Field("states", SpecifiedScalars.String.NonNull().List().NonNull()) { Description = "The states without a registration." }),
            RunErrors.AlreadyActive,
            RunErrors.KeyReused,
        ],
        ResolveAsync = EnqueueAsync,
    }));

    private static async ValueTask<object?> EnqueueAsync(FieldContext context, MutationInput input)
    {
        var arguments = new MipsExportArguments
        {
            Year = input.Get<int>("year"),
            States = input.Get<IEnumerable<object?>>("states")?.Cast<string>().ToList(),
            Upload = input.Get<bool>("upload"),
            DryRun = input.Get<bool>("dryRun"),
            AsOf = input.Get<DateOnly?>("asOf"),
            AcceptDrop = input.Get<bool>("acceptDrop"),
        };
        List<MutationError> problems = [.. arguments.Problems().Select(problem => new InvalidMipsArgumentsError(problem.Field, problem.Message))];
        if (problems.Count == 0)
        {
            problems.AddRange(await ProblemsOfYearAsync(context, arguments));
        }

        return problems.Count > 0
            ? new MutationRefusal(problems)
            : RunErrors.From(await context.Services.GetRequiredService<RunQueue>().EnqueueAsync(
                MipsExportRun.Request(arguments, RunReference.RequestedBy(context), input.Get<string>("idempotencyKey")),
                context.CancellationToken));
    }

    // What the run would find out by itself, told to whoever still listens.
    private static async Task<List<MutationError>> ProblemsOfYearAsync(FieldContext context, MipsExportArguments arguments)
    {
        await using var connection = await context.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(context.CancellationToken);
        MipsSettings settings;
        try
        {
            settings = await MipsSettings.ReadAsync(connection, arguments.Year, context.CancellationToken);
        }
        catch (Domain.Errors.HealthGraphException e)
        {
            return [new InvalidMipsArgumentsError("year", e.Message)];
        }

        var states = arguments.States ?? settings.States;
        if (await MipsStateTable.FirstUnknownAsync(connection, states, context.CancellationToken) is { } unknown)
        {
            return [new InvalidMipsArgumentsError("states", $"states contains '{unknown}', which is no state of the United States.")];
        }

        if (!settings.IsEnabled || !arguments.Upload || arguments.DryRun)
        {
            return [];
        }

        var registrations = await MipsRegistrationTable.ReadAsync(connection, arguments.Year, context.CancellationToken);
        var missing = states.Where(state => !registrations.ContainsKey(state)).ToList();
        return missing.Count == 0 ? [] : [new MipsRegistrationMissingError(arguments.Year, missing)];
    }
}

/// <summary>An argument or a setting of the year has a value that an export cannot have.</summary>
internal sealed record InvalidMipsArgumentsError(string Field, string Problem) : MutationError(Problem);

/// <summary>Files would be delivered, and a state is not registered for the year.</summary>
internal sealed record MipsRegistrationMissingError(int Year, IReadOnlyList<string> States)
    : MutationError($"There is no registration for {string.Join(", ", States)} in {Year}: nothing was asked for. Register it, or export with upload: false.");
