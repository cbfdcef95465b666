using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using HealthGraph.Domain.Errors;
using HealthGraph.Domain.Mips;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.DataLake;
using HealthGraph.Jobs.Delivery;
using HealthGraph.Jobs.Mips.Forms;
using HealthGraph.Jobs.Runs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HealthGraph.Jobs.Mips;

/// <summary>Exports a year, several states at a time. A state that fails keeps no other from its end, and the run tells which did.</summary>
internal sealed class MipsExportHandler(
    NpgsqlDataSource dataSource,
    IDataLake lake,
    IMipsFormSource forms,
    IFileDelivery delivery,
    IOptions<MipsExportOptions> options,
    TimeProvider time,
    ILogger<MipsExportHandler> logger) : IRunHandler
{
    public string Kind => MipsExportRun.Kind;

    public async Task ExecuteAsync(RunContext context, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(context, cancellationToken);
        var states = plan.Arguments.States ?? plan.Settings.States;
        var done = new ConcurrentDictionary<string, MipsStateOutputs>(StringComparer.Ordinal);
        var failures = new ConcurrentBag<Exception>();
        context.Report(new RunProgress(Step(done.Keys), Percent: 0));
        await Parallel.ForEachAsync(
            states,
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.ParallelStates, CancellationToken = cancellationToken },
            async (state, token) =>
            {
                try
                {
                    done[state] = await Export(context, plan, state).ExportAsync(token);
                }
                catch (Exception e) when (e is not (LeaseLostException or OperationCanceledException) && !token.IsCancellationRequested)
                {
                    if (!RunFailure.From(e, context.Run.Id).IsExpected)
                    {
                        logger.MipsStateFailed(state, context.Run.Id, e);
                    }

                    failures.Add(e);
                    done[state] = Failed(context.Run.Id, state, e);
                }

                context.Report(new RunProgress(
                    Step(done.Keys),
                    done.Values.Sum(ended => ended.Counts?.TotalRows ?? 0),
                    done.Values.Sum(ended => ended.Bytes ?? 0),
                    100.0 * done.Count / states.Count));
            });
        context.Outputs = JsonSerializer.SerializeToElement(Outputs(plan, states, done), RunJson.Options);
        if (!failures.IsEmpty)
        {
            throw Summary(context.Run.Id, done.Values, failures);
        }
    }

    // Whole files stay: what is in the lake under the run's name says which run it is of.
    public async Task CleanUpAsync(RunContext context, CancellationToken cancellationToken)
    {
        await forms.StopAsync(context.Run.Id, cancellationToken);
        await RemoveUnfinishedAsync(context, cancellationToken);
    }

    private async Task RemoveUnfinishedAsync(RunContext context, CancellationToken cancellationToken)
    {
        MipsExportPlan plan;
        try
        {
            plan = await PlanAsync(context, cancellationToken);
        }
        catch (HealthGraphException)
        {
            // What cannot be planned was never begun.
            return;
        }

        if (plan.Arguments.DryRun)
        {
            return;
        }

        foreach (var state in plan.Arguments.States ?? plan.Settings.States)
        {
            var files = new MipsFiles(plan.Settings.Year, state, plan.Date);
            await lake.RemoveUnfinishedAsync(files.RunFolder(context.Run.Id), cancellationToken);
            await lake.RemoveUnfinishedAsync(files.Folder, cancellationToken);
        }
    }

    private MipsStateExport Export(RunContext context, MipsExportPlan plan, string state) =>
        new(context, plan, state, dataSource, lake, forms, delivery, options.Value, time);

    private async Task<MipsExportPlan> PlanAsync(RunContext context, CancellationToken cancellationToken)
    {
        var arguments = context.Arguments<MipsExportArguments>().Normalized();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var settings = await MipsSettings.ReadAsync(connection, arguments.Year, cancellationToken);
        var states = arguments.States ?? settings.States;
        if (await MipsStateTable.FirstUnknownAsync(connection, states, cancellationToken) is { } unknown)
        {
            throw new RunFailedException(MipsErrorCodes.StateUnknown, $"'{unknown}' is no state of the United States.");
        }

        return new MipsExportPlan(
            arguments,
            settings,
            await MipsRegistrationTable.ReadAsync(connection, arguments.Year, cancellationToken),
            arguments.AsOf ?? Today(context.Run.CreatedAt));
    }

    // The day on which it was asked for, so that a retry after midnight writes into the same folder.
    private DateOnly Today(DateTimeOffset createdAt) => DateOnly.FromDateTime(
        TimeZoneInfo.ConvertTime(createdAt, TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone)).DateTime);

    private MipsExportOutputs Outputs(MipsExportPlan plan, IReadOnlyList<string> states, ConcurrentDictionary<string, MipsStateOutputs> done) => new()
    {
        Year = plan.Settings.Year,
        Date = new MipsFiles(plan.Settings.Year, "", plan.Date).FolderDate,
        Lake = lake.Name,
        DryRun = plan.Arguments.DryRun,
        Skipped = states.Count == 0,
        States = [.. states.Select(state => done[state])],
    };

    private static MipsStateOutputs Failed(Guid runId, string state, Exception exception)
    {
        var failure = RunFailure.From(exception, runId);
        var dropped = exception as MipsRowsDroppedException;
        return new MipsStateOutputs
        {
            State = state,
            Result = dropped is null ? MipsStateResult.Failed : MipsStateResult.Held,
            Counts = dropped?.Counts,
            Previous = dropped?.Previous,
            ErrorCode = failure.Code,
            ErrorMessage = failure.Message,
        };
    }

    private static RunFailedException Summary(Guid runId, ICollection<MipsStateOutputs> ended, IEnumerable<Exception> exceptions)
    {
        var failed = ended.Where(state => state.ErrorCode is not null).OrderBy(state => state.State, StringComparer.Ordinal).ToList();
        var codes = failed.Select(state => state.ErrorCode!).Distinct(StringComparer.Ordinal).ToList();
        return new RunFailedException(
            codes.Count == 1 ? codes[0] : MipsErrorCodes.StatesFailed,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{failed.Count} of {ended.Count} states failed. {string.Join(" ", failed.Select(state => $"{state.State}: {state.ErrorMessage}"))}"),
            isTransient: exceptions.Any(e => RunFailure.From(e, runId).IsTransient));
    }

    private static string Step(ICollection<string> done) => done.Count == 0 ? "exporting" : $"exported {string.Join(", ", done.Order(StringComparer.Ordinal))}";
}
