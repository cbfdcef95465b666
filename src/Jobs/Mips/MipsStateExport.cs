using System.Text.Json;
using HealthGraph.Domain.Mips;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.DataLake;
using HealthGraph.Jobs.Delivery;
using HealthGraph.Jobs.Mips.Forms;
using HealthGraph.Jobs.Runs;
using Npgsql;

namespace HealthGraph.Jobs.Mips;

/// <summary>
/// One state of one year: rows, then the file under the run's own name, then the published file and its manifest, then the delivery. Each
/// step that others see is fenced, and what is done is written down with it, so that a later attempt goes on from there.
/// </summary>
internal sealed class MipsStateExport(
    RunContext context,
    MipsExportPlan plan,
    string state,
    NpgsqlDataSource dataSource,
    IDataLake lake,
    IMipsFormSource forms,
    IFileDelivery delivery,
    MipsExportOptions options,
    TimeProvider time)
{
    private const int WriteAttempts = 3;

    private readonly MipsFiles _files = new(plan.Settings.Year, state, plan.Date);
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    private string RunFile => $"{_files.RunFolder(context.Run.Id)}/data.csv";

    private string RunManifest => $"{_files.RunFolder(context.Run.Id)}/manifest.json";

    public async Task<MipsStateOutputs> ExportAsync(CancellationToken cancellationToken)
    {
        var registration = plan.Delivers ? Registration() : null;
        if (plan.Arguments.DryRun)
        {
            var (built, previous) = await BuildAsync(cancellationToken);
            return new MipsStateOutputs { State = state, Result = MipsStateResult.Counted, Counts = built, Previous = previous };
        }

        var outputs = await FindPublishedAsync(cancellationToken) ?? await BuildAndPublishAsync(cancellationToken);
        if (registration is null || outputs.Delivery is not null)
        {
            return outputs;
        }

        return outputs.Counts!.TotalRows == 0 && !plan.Settings.AllowEmptyUpload
            ? outputs with { Warning = "The file has no rows; it is in the lake and was not delivered." }
            : await DeliverAsync(outputs, registration, cancellationToken);
    }

    private MipsRegistration Registration()
    {
        if (!plan.Registrations.TryGetValue(state, out var registration))
        {
            throw new RunFailedException(
                MipsErrorCodes.RegistrationMissing, $"mips.registration has no registration of {state} for {plan.Settings.Year}: nothing was built or delivered.");
        }

        return MipsRegistration.IsPartOfName(registration.RegistrationId) && MipsRegistration.IsPartOfName(registration.IntegrationKey)
            ? registration
            : throw new RunFailedException(
                MipsErrorCodes.RegistrationInvalid,
                $"The registration of {state} for {plan.Settings.Year} has a character that the name of a file cannot have; letters, digits, dots, hyphens and underscores can be.");
    }

    private async Task<MipsStateOutputs?> FindPublishedAsync(CancellationToken cancellationToken)
    {
        var parts = await context.PartsAsync(cancellationToken);
        return parts.FirstOrDefault(part => part.FileSet == state)?.Detail?.Deserialize<MipsStateOutputs>(RunJson.Options);
    }

    private async Task<MipsStateOutputs> BuildAndPublishAsync(CancellationToken cancellationToken)
    {
        var (counts, previous) = await BuildAsync(cancellationToken);
        var (bytes, sha256) = await WriteAsync(cancellationToken);
        var outputs = new MipsStateOutputs
        {
            State = state,
            Result = MipsStateResult.Published,
            Counts = counts,
            Previous = previous,
            Path = _files.Data,
            Bytes = bytes,
            Sha256 = sha256,
            Warning = counts.TotalRows == 0 ? "The file has no rows." : null,
        };
        await context.PublishAsync(
            async (publication, token) =>
            {
                await PublishFilesAsync(outputs, copies: true, token);
                await MipsExportTable.SavePublicationAsync(publication.Connection, _files, bytes, sha256, CancellationToken.None);
                await SaveAsync(publication, outputs, CancellationToken.None);
            },
            cancellationToken);
        return outputs;
    }

    // Rolled back unless it is to stay: a dry run, and a state that is held back, leave the last rows as they are.
    private async Task<(MipsCounts Counts, MipsCounts? Previous)> BuildAsync(CancellationToken cancellationToken)
    {
        var found = await forms.FindAsync(context.Run.Id, plan.Settings.Year, state, cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var table = await found.LoadAsync(connection, cancellationToken);
        await context.LimitIdleAsync(connection, cancellationToken);
        var counts = await MipsRowBuilder.BuildAsync(
            connection,
            new MipsBuildRequest
            {
                Year = plan.Settings.Year,
                State = state,
                RunId = context.Run.Id,
                StrictlyContained = plan.Settings.StrictlyContained,
                MinimumAge = plan.Settings.MinimumAge,
                Tin = plan.Settings.Tin,
                DaysBeforeFirst = options.FormDaysBeforeFirstVisit,
                DaysAfterVisit = options.FormDaysAfterVisit,
                Forms = table,
            },
            cancellationToken);
        var previous = await MipsExportTable.FindCountsAsync(connection, plan.Settings.Year, state, cancellationToken);
        if (plan.Arguments.DryRun)
        {
            return (counts, previous);
        }

        if (previous is not null && !plan.Arguments.AcceptDrop && counts.TotalRows < (1 - options.DropShare) * previous.TotalRows)
        {
            throw new MipsRowsDroppedException(state, counts, previous);
        }

        await context.FenceAsync(connection, cancellationToken);
        await MipsExportTable.SaveBuildAsync(connection, plan.Settings.Year, state, context.Run.Id, counts, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (counts, previous);
    }

    private async Task<(long Bytes, string Sha256)> WriteAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await WriteOnceAsync(cancellationToken);
            }
            catch (DataLakeException e) when (e.Code == DataLakeException.Conflict && attempt < WriteAttempts)
            {
                // The upload that met another one cannot be completed any more.
            }
        }
    }

    private async Task<(long Bytes, string Sha256)> WriteOnceAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var file = await lake.CreateAsync(RunFile, cancellationToken);
        await using var hashing = new HashingStream(file);
        await MipsCsvWriter.WriteAsync(connection, plan.Settings.Year, state, hashing, cancellationToken);
        var sha256 = await hashing.FinishAsync(cancellationToken);
        await context.PublishAsync((_, token) => CompleteRunFileAsync(file, RunFile, token), cancellationToken);
        return (hashing.Bytes, sha256);
    }

    // In the run's fence, so what is there under the run's own name is of an earlier attempt, or of an answer that got lost.
    private async Task CompleteRunFileAsync(LakeFileStream file, string path, CancellationToken cancellationToken)
    {
        try
        {
            await file.CompleteNewAsync(cancellationToken);
        }
        catch (DataLakeException e) when (e.Code == DataLakeException.Exists)
        {
            await lake.DeleteAsync(path, cancellationToken);
            await file.CompleteNewAsync(cancellationToken);
        }
    }

    private async Task<MipsStateOutputs> DeliverAsync(MipsStateOutputs outputs, MipsRegistration registration, CancellationToken cancellationToken)
    {
        using var folder = new DeliveryFolder();
        var local = folder.PathOf("data.csv");
        await FetchAsync(local, outputs.Sha256!, cancellationToken); // It is published.
        if (await FindDeliveredAsync(local, registration, cancellationToken) is { } there)
        {
            var found = Delivered(outputs, registration, there);
            await context.PublishAsync((publication, token) => NoteDeliveryAsync(publication, found, token), cancellationToken);
            return found;
        }

        // An attempt that was overtaken while its process was frozen would take the other one's temporary file away.
        await context.EnsureStillOwnerAsync(cancellationToken);
        await using var pending = await delivery.UploadAsync(local, _files.RemoteName(registration), cancellationToken);
        var delivered = outputs;
        await context.PublishAsync(
            async (publication, token) =>
            {
                var file = await pending.CompleteAsync(token);
                if (file.Bytes != outputs.Bytes)
                {
                    throw new DeliveryException(
                        DeliveryException.Incomplete,
                        $"{delivery.Name} has {file.Bytes} bytes of {state}'s file, which has {outputs.Bytes}.",
                        isTransient: true);
                }

                delivered = Delivered(outputs, registration, file);
                await NoteDeliveryAsync(publication, delivered, CancellationToken.None);
            },
            cancellationToken);
        return delivered;
    }

    // An attempt before this one may have been cut off after the file had its name, and before that was written down.
    private async Task<DeliveredFile?> FindDeliveredAsync(string local, MipsRegistration registration, CancellationToken cancellationToken) =>
        context.Run.Attempt > 1 ? await delivery.FindAsync(local, _files.RemoteName(registration), cancellationToken) : null;

    private MipsStateOutputs Delivered(MipsStateOutputs outputs, MipsRegistration registration, DeliveredFile file) => outputs with
    {
        Result = MipsStateResult.Delivered,
        Delivery = new MipsDelivery(delivery.Name, _files.MaskedRemoteName(registration), file.Bytes, file.At),
    };

    private async Task NoteDeliveryAsync(RunPublication publication, MipsStateOutputs delivered, CancellationToken cancellationToken)
    {
        var (_, name, bytes, at) = delivered.Delivery!; // The caller has just set it.
        await PublishFilesAsync(delivered, copies: false, cancellationToken);
        await MipsExportTable.SaveDeliveryAsync(publication.Connection, _files, name, bytes, at, cancellationToken);
        await SaveAsync(publication, delivered, cancellationToken);
    }

    private async Task FetchAsync(string local, string sha256, CancellationToken cancellationToken)
    {
        await using var source = await lake.OpenAsync(RunFile, cancellationToken);
        await using var target = new FileStream(local, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
        await using var hashing = new HashingStream(target);
        await source.CopyToAsync(hashing, cancellationToken);
        if (await hashing.FinishAsync(cancellationToken) != sha256)
        {
            throw new DataLakeException(
                DataLakeException.Unavailable, $"The data lake {lake.Name} gives other bytes of {state}'s file than were put there.", isTransient: true);
        }
    }

    // Manifests are written before the file is put in its place and take their names after it: a full disk is met while the last export
    // still stands. From there on a wish to stop is not heard. The run's own manifest comes first, the one that readers trust last.
    private async Task PublishFilesAsync(MipsStateOutputs outputs, bool copies, CancellationToken cancellationToken)
    {
        await RemoveLeftoversAsync(cancellationToken);
        var manifest = Manifest(outputs).ToUtf8();
        await using var own = await lake.CreateAsync(RunManifest, cancellationToken);
        await own.WriteAsync(manifest, cancellationToken);
        await using var file = await lake.CreateAsync(_files.Manifest, cancellationToken);
        await file.WriteAsync(manifest, cancellationToken);
        if (copies)
        {
            await lake.CopyAsync(RunFile, _files.Data, CancellationToken.None);
        }

        await CompleteRunFileAsync(own, RunManifest, CancellationToken.None);
        await file.CompleteAsync(CancellationToken.None);
    }

    // Of attempts that were killed while they wrote: nobody else writes here, and an attempt that was overtaken completes nothing any more.
    private async Task RemoveLeftoversAsync(CancellationToken cancellationToken)
    {
        if (context.Run.Attempt > 1)
        {
            await lake.RemoveUnfinishedAsync(_files.RunFolder(context.Run.Id), cancellationToken);
            await lake.RemoveUnfinishedAsync(_files.Folder, cancellationToken);
        }
    }

    private MipsManifest Manifest(MipsStateOutputs outputs) => new()
    {
        RunId = context.Run.Id,
        Attempt = context.Run.Attempt,
        Year = plan.Settings.Year,
        State = state,
        Date = _files.FolderDate,
        StartedAt = _startedAt,
        FinishedAt = time.GetUtcNow(),
        Path = _files.Data,
        RunPath = RunFile,
        Bytes = outputs.Bytes!.Value,
        Sha256 = outputs.Sha256!,
        Rows = outputs.Counts!.Rows,
        Rejects = outputs.Counts.Rejects,
        Delivery = outputs.Delivery,
    };

    private Task SaveAsync(RunPublication publication, MipsStateOutputs outputs, CancellationToken cancellationToken) => publication.SavePartAsync(
        new RunPart
        {
            FileSet = state,
            Number = 1,
            Path = RunFile,
            Rows = outputs.Counts!.TotalRows,
            Bytes = outputs.Bytes!.Value,
            Sha256 = outputs.Sha256!,
            Detail = JsonSerializer.SerializeToElement(outputs, RunJson.Options),
        },
        cancellationToken);
}

/// <summary>What is decided once for all states of a run.</summary>
internal sealed record MipsExportPlan(
    MipsExportArguments Arguments, MipsSettings Settings, IReadOnlyDictionary<string, MipsRegistration> Registrations, DateOnly Date)
{
    public bool Delivers => Arguments is { Upload: true, DryRun: false } && Settings.IsEnabled;
}
