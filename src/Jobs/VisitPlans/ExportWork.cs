using System.Text.Json;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.Runs;
using Npgsql;

namespace HealthGraph.Jobs.VisitPlans;

/// <summary>The windows of one attempt: which there are, which are still to be written, and the writing.</summary>
internal sealed class ExportWork(RunContext context, ExportSession session, VisitPlanExportSql sql, int windowRows)
{
    public const string PlanSet = "visit-plans";
    public const string EntrySet = "visit-plan-entries";

    private long _rows;
    private long _bytes;
    private long _allRows;

    /// <summary>The windows that this attempt has to write; those that an earlier one wrote and that are still true are only counted.</summary>
    public async Task<List<ExportWindow>> PlanAsync(int firstNumber, CancellationToken cancellationToken)
    {
        var parts = await context.PartsAsync(cancellationToken);
        var finished = parts.Where(part => part.FileSet == PlanSet && Detail(part).Through is not null).ToList();
        var stale = await FindStaleAsync(finished, parts, cancellationToken);
        var after = finished.Count > 0 ? Detail(finished[^1]).Through : null;
        var next = firstNumber + finished.Count;
        var windows = await session.WindowsAsync(sql.Boundaries(after, windowRows), next, after, cancellationToken);
        if (finished.Count + windows.Count == 0)
        {
            // A file with a header and no rows reads as a table without rows; no file at all reads as a fault.
            windows.Add(new ExportWindow(next, After: null, Through: null, Rows: 0));
        }

        List<ExportWindow> all = [.. stale, .. windows];
        _allRows = _rows + all.Sum(window => window.Rows);
        return all;
    }

    /// <summary>Reads as many windows at a time as there are lanes, and finishes them in their order, so that what is finished has no gap.</summary>
    public async Task WriteAsync(
        IReadOnlyList<ExportWindow> windows, PartWriter writer, ExportFolders folders, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = new Queue<Task<WrittenWindow>>();
        try
        {
            Report();
            for (var i = 0; i < windows.Count; i++)
            {
                if (reading.Count == session.Lanes.Count)
                {
                    await FinishAsync(reading, cancellationToken);
                }

                // The lane whose window has just been finished.
                var lane = session.Lanes[i % session.Lanes.Count];
                reading.Enqueue(ReadAsync(lane, windows[i], writer, folders, stop.Token));
            }

            while (reading.Count > 0)
            {
                await FinishAsync(reading, cancellationToken);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await DropAsync(reading);
        }
    }

    private async Task<WrittenWindow> ReadAsync(
        NpgsqlConnection lane, ExportWindow window, PartWriter writer, ExportFolders folders, CancellationToken cancellationToken)
    {
        var plans = await writer.WriteAsync(lane, sql.CopyPlans(window), folders.PlanPart(window.Number), cancellationToken);
        try
        {
            var entries = await writer.WriteAsync(lane, sql.CopyEntries(window), folders.EntryPart(window.Number), cancellationToken);
            return new WrittenWindow(window, plans, entries);
        }
        catch
        {
            await plans.DisposeAsync();
            throw;
        }
    }

    private async Task FinishAsync(Queue<Task<WrittenWindow>> reading, CancellationToken cancellationToken)
    {
        await using var written = await reading.Dequeue();
        var (window, plans, entries) = written;
        if (plans.Rows != window.Rows)
        {
            throw new RunFailedException(
                "ROW_COUNT_MISMATCH", $"{plans.Path} has {plans.Rows} rows, but its window has {window.Rows}. Nothing was published.");
        }

        await context.PublishAsync(
            async (publication, token) =>
            {
                await plans.File.CompleteAsync(token);
                await entries.File.CompleteAsync(token);
                await publication.SavePartAsync(Part(PlanSet, window, plans), token);
                await publication.SavePartAsync(Part(EntrySet, window, entries), token);
            },
            cancellationToken);
        _rows += plans.Rows;
        _bytes += plans.Bytes + entries.Bytes;
        Report();
    }

    // What is left when something went wrong: waited for, since it uses the session, and taken away.
    private static async Task DropAsync(Queue<Task<WrittenWindow>> reading)
    {
        foreach (var task in reading)
        {
            await task.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            if (task.IsCompletedSuccessfully)
            {
                await (await task).DisposeAsync();
            }
        }
    }

    // A window is stale when a row of it was written since its snapshot, or went away.
    private async Task<List<ExportWindow>> FindStaleAsync(
        List<RunPart> finished, IReadOnlyList<RunPart> parts, CancellationToken cancellationToken)
    {
        var stale = new List<ExportWindow>();
        if (finished.Count == 0)
        {
            return stale;
        }

        context.Report(new RunProgress("checking what an earlier attempt wrote"));
        var oldest = finished.Select(part => Detail(part).Snapshot).MinBy(snapshot => snapshot.Xmin)!; // There is at least one.
        var canCompare = session.Snapshot.Continues(oldest);
        if (canCompare)
        {
            await session.FindChangedAsync(VisitPlanExportSql.StaleTable, oldest, cancellationToken);
        }

        foreach (var part in finished)
        {
            var entries = parts.Single(other => other.FileSet == EntrySet && other.Number == part.Number);
            var window = new ExportWindow(part.Number, Detail(part).After, Detail(part).Through, part.Rows);
            var rows = await session.ScalarAsync<long>(sql.CountPlans(window), cancellationToken);
            if (canCompare
                && rows == part.Rows
                && !await session.ScalarAsync<bool>(VisitPlanExportSql.AnyStale(window), cancellationToken)
                && await session.ScalarAsync<long>(sql.CountEntries(window), cancellationToken) == entries.Rows)
            {
                _rows += part.Rows;
                _bytes += part.Bytes + entries.Bytes;
            }
            else
            {
                stale.Add(window with { Rows = rows });
            }
        }

        return stale;
    }

    private RunPart Part(string fileSet, ExportWindow window, WrittenPart written) => new()
    {
        FileSet = fileSet,
        Number = window.Number,
        Path = written.Path,
        Rows = written.Rows,
        Bytes = written.Bytes,
        Sha256 = written.Sha256,
        Detail = JsonSerializer.SerializeToElement(
            new WindowDetail { After = window.After, Through = window.Through, Snapshot = session.Snapshot }, RunJson.Options),
    };

    private void Report() =>
        context.Report(new RunProgress("exporting", _rows, _bytes, _allRows == 0 ? 0 : Math.Round(98.0 * _rows / _allRows, 1)));

    private static WindowDetail Detail(RunPart part) =>
        part.Detail?.Deserialize<WindowDetail>(RunJson.Options)
            ?? throw new InvalidOperationException($"Part {part.Number} of a visit plan export does not say which rows it holds.");

    private sealed record WrittenWindow(ExportWindow Window, WrittenPart Plans, WrittenPart Entries) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Plans.DisposeAsync();
            await Entries.DisposeAsync();
        }
    }
}
