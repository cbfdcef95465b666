using System.Text.Json;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.DataLake;
using HealthGraph.Jobs.Runs;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HealthGraph.Jobs.VisitPlans;

/// <summary>
/// Exports visit plans and their entries to the lake, window by window. Every export is as of one snapshot: a later attempt keeps a
/// finished window only when nothing in it was written since. docs/decisions/2611-visit-plan-export.md has the reasons.
/// </summary>
internal sealed class VisitPlanExportHandler(
    NpgsqlDataSource dataSource, IDataLake lake, IOptions<VisitPlanExportOptions> options, TimeProvider time) : IRunHandler
{
    public string Kind => VisitPlanExportRun.Kind;

    public async Task ExecuteAsync(RunContext context, CancellationToken cancellationToken)
    {
        var arguments = context.Arguments<VisitPlanExportArguments>().Normalized();
        var folders = new ExportFolders(context.Run, arguments);
        if (await FindPublishedAsync(context, folders, cancellationToken) is { } published)
        {
            // Killed between the publication and its note in the database: once is enough.
            context.Outputs = Outputs(published, folders);
            return;
        }

        context.Report(new RunProgress("planning"));
        var basis = arguments.Incremental ? await FindBasisAsync(context, arguments, cancellationToken) : null;
        var firstNumber = await FirstNumberAsync(context, folders, cancellationToken);
        await using var session = await ExportSession.OpenAsync(dataSource, cancellationToken);
        if (basis is not null && !session.Snapshot.Continues(basis.Snapshot))
        {
            basis = null;
        }

        var sql = new VisitPlanExportSql(arguments with { Incremental = basis is not null });
        if (basis is not null)
        {
            await session.FindChangedAsync(VisitPlanExportSql.ChangedTable, basis.Snapshot, cancellationToken);
        }

        var work = new ExportWork(context, session, sql, options.Value.WindowRows);
        var windows = await work.PlanAsync(firstNumber, cancellationToken);
        await work.WriteAsync(windows, new PartWriter(lake, arguments), folders, cancellationToken);
        await PublishAsync(context, arguments, folders, session.Snapshot, basis, cancellationToken);
    }

    public async Task CleanUpAsync(RunContext context, CancellationToken cancellationToken)
    {
        if (context.Run.Attempt == 0)
        {
            return;
        }

        var folders = new ExportFolders(context.Run, context.Arguments<VisitPlanExportArguments>());
        await RemoveUnlistedAsync(folders, cancellationToken);
    }

    private async Task<VisitPlanManifest?> FindPublishedAsync(
        RunContext context, ExportFolders folders, CancellationToken cancellationToken) =>
        await ReadManifestAsync(folders, cancellationToken) is { } manifest && manifest.RunId == context.Run.Id ? manifest : null;

    // Numbers go on after those of the day's earlier exports, so that no file ever changes under a manifest that names it.
    private async Task<int> FirstNumberAsync(RunContext context, ExportFolders folders, CancellationToken cancellationToken)
    {
        if (context.Run.Checkpoint?.Deserialize<Checkpoint>(RunJson.Options) is { } checkpoint)
        {
            return checkpoint.FirstNumber;
        }

        var taken = await folders.ListPartsAsync(lake, cancellationToken);
        var first = taken.Select(ExportFolders.NumberOf).DefaultIfEmpty(0).Max() + 1;
        await context.PublishAsync(
            (publication, token) => publication.SaveCheckpointAsync(new Checkpoint { FirstNumber = first }, token), cancellationToken);
        return first;
    }

    // The last export of the same choice, whole or itself incremental.
    private async Task<VisitPlanExportOutputs?> FindBasisAsync(
        RunContext context, VisitPlanExportArguments arguments, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            SELECT outputs
            FROM jobs.run
            WHERE kind = @kind
              AND state = 'SUCCEEDED'
              AND arguments - ARRAY['incremental', 'format', 'gzip'] = @choice
            ORDER BY finished_at DESC
            LIMIT 1
            """);
        var choice = JsonSerializer.SerializeToNode(arguments, RunJson.Options)!.AsObject();
        foreach (var manner in new[] { "incremental", "format", "gzip" })
        {
            choice.Remove(manner);
        }

        command.Parameters.AddWithValue("kind", context.Run.Kind);
        command.Parameters.Add(new NpgsqlParameter("choice", NpgsqlTypes.NpgsqlDbType.Jsonb) { Value = choice.ToJsonString() });
        return await command.ExecuteScalarAsync(cancellationToken) is string outputs
            ? JsonSerializer.Deserialize<VisitPlanExportOutputs>(outputs, RunJson.Options)
            : null;
    }

    private async Task PublishAsync(
        RunContext context,
        VisitPlanExportArguments arguments,
        ExportFolders folders,
        ExportSnapshot snapshot,
        VisitPlanExportOutputs? basis,
        CancellationToken cancellationToken)
    {
        context.Report(context.Progress with { Step = "publishing", Percent = 99 });
        var parts = await context.PartsAsync(cancellationToken);
        var manifest = Manifest(context, arguments, folders, snapshot, basis, parts);
        await context.PublishAsync(
            async (_, token) =>
            {
                await using var file = await lake.CreateAsync(folders.Manifest, token);
                await file.WriteAsync(manifest.ToUtf8(), token);
                await file.CompleteAsync(token);

                // Of the manifest that has just been replaced, and of runs that were killed for good.
                await RemoveUnlistedAsync(folders, token);
            },
            cancellationToken);
        context.Outputs = Outputs(manifest, folders);
    }

    // One export runs at a time, and an attempt that was overtaken can finish nothing: whatever else is in the folders is nobody's.
    private async Task RemoveUnlistedAsync(ExportFolders folders, CancellationToken cancellationToken)
    {
        await lake.RemoveUnfinishedAsync(folders.Plans, cancellationToken);
        await lake.RemoveUnfinishedAsync(folders.Entries, cancellationToken);
        var manifest = await ReadManifestAsync(folders, cancellationToken);
        var listed = manifest is null
            ? []
            : manifest.Parts.Concat(manifest.Entries.Parts).Select(part => part.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var path in await folders.ListPartsAsync(lake, cancellationToken))
        {
            if (!listed.Contains(path))
            {
                await lake.DeleteAsync(path, cancellationToken);
            }
        }
    }

    private async Task<VisitPlanManifest?> ReadManifestAsync(ExportFolders folders, CancellationToken cancellationToken)
    {
        if (!await lake.ExistsAsync(folders.Manifest, cancellationToken))
        {
            return null;
        }

        await using var stream = await lake.OpenAsync(folders.Manifest, cancellationToken);
        return await VisitPlanManifest.ReadAsync(stream, cancellationToken);
    }

    private VisitPlanManifest Manifest(
        RunContext context,
        VisitPlanExportArguments arguments,
        ExportFolders folders,
        ExportSnapshot snapshot,
        VisitPlanExportOutputs? basis,
        IReadOnlyList<RunPart> parts)
    {
        var plans = FileSet(parts, ExportWork.PlanSet, VisitPlanColumns.Plans);
        return new VisitPlanManifest
        {
            RunId = context.Run.Id,
            Attempt = context.Run.Attempt,
            Date = folders.Date,
            WrittenAt = time.GetUtcNow(),
            SnapshotAt = snapshot.TakenAt,
            Snapshot = snapshot,
            Bounds = new ManifestBounds
            {
                AppointmentDateFrom = Midnight(arguments.Since ?? VisitPlanExportArguments.Earliest),
                AppointmentDateBefore = arguments.Until is { } until ? Midnight(until) : null,
                States = arguments.States,
                Incremental = arguments.Incremental,
                ChangedSinceRun = basis?.RunId,
                ChangedSince = basis?.SnapshotAt,
            },
            Format = arguments.Format == ExportFormat.Csv ? "csv" : "ndjson",
            Compression = arguments.Gzip ? "gzip" : "none",
            Rows = plans.Rows,
            Bytes = plans.Bytes,
            Columns = plans.Columns,
            Parts = plans.Parts,
            Entries = FileSet(parts, ExportWork.EntrySet, VisitPlanColumns.Entries),
        };
    }

    private static ManifestFileSet FileSet(IReadOnlyList<RunPart> parts, string fileSet, IReadOnlyList<ExportColumn> columns)
    {
        var own = parts.Where(part => part.FileSet == fileSet).ToList();
        return new ManifestFileSet
        {
            Rows = own.Sum(part => part.Rows),
            Bytes = own.Sum(part => part.Bytes),
            Columns = [.. columns.Select(column => new ManifestColumn(column.Name, column.Type))],
            Parts = [.. own.Select(ManifestPartOf)],
        };
    }

    private static ManifestPart ManifestPartOf(RunPart part)
    {
        var detail = part.Detail?.Deserialize<WindowDetail>(RunJson.Options);
        return new ManifestPart
        {
            Path = part.Path,
            Rows = part.Rows,
            Bytes = part.Bytes,
            Sha256 = part.Sha256,
            After = detail?.After,
            Through = detail?.Through,
        };
    }

    private JsonElement Outputs(VisitPlanManifest manifest, ExportFolders folders) => JsonSerializer.SerializeToElement(
        new VisitPlanExportOutputs
        {
            RunId = manifest.RunId,
            Lake = lake.Name,
            Manifest = folders.Manifest,
            Rows = manifest.Rows,
            EntryRows = manifest.Entries.Rows,
            Bytes = manifest.Bytes + manifest.Entries.Bytes,
            Parts = manifest.Parts.Count,
            SnapshotAt = manifest.SnapshotAt,
            Snapshot = manifest.Snapshot,
        },
        RunJson.Options);

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    private sealed record Checkpoint
    {
        public required int FirstNumber { get; init; }
    }
}
