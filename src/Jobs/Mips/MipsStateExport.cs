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
                await lake.CopyAsync(RunFile, _files.Data, token);
                await WriteManifestsAsync(outputs, token);
                await MipsExportTable.SavePublicationAsync(publication.Connection, _files, bytes, sha256, token);
                await SaveAsync(publication, outputs, token);
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
                Forms = await found.LoadAsync(connection, cancellationToken),
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
        // A folder that nobody else may look into.
        var folder = Directory.CreateTempSubdirectory("healthgraph-");
        try
        {
            var local = Path.Combine(folder.FullName, "data.csv");
            await FetchAsync(local, cancellationToken);
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

                    var name = _files.MaskedRemoteName(registration);
                    delivered = outputs with
                    {
                        Result = MipsStateResult.Delivered,
                        Delivery = new MipsDelivery(delivery.Name, name, file.Bytes, file.At),
                    };
                    await WriteManifestsAsync(delivered, token);
                    await MipsExportTable.SaveDeliveryAsync(publication.Connection, _files, name, file.Bytes, file.At, token);
                    await SaveAsync(publication, delivered, token);
                },
                cancellationToken);
            return delivered;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task FetchAsync(string local, CancellationToken cancellationToken)
    {
        await using var source = await lake.OpenAsync(RunFile, cancellationToken);
        await using var target = new FileStream(local, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
        await source.CopyToAsync(target, cancellationToken);
    }

    // The run's own first, the one that readers trust last.
    private async Task WriteManifestsAsync(MipsStateOutputs outputs, CancellationToken cancellationToken)
    {
        var manifest = new MipsManifest
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
        }.ToUtf8();
        await using (var own = await lake.CreateAsync(RunManifest, cancellationToken))
        {
            await own.WriteAsync(manifest, cancellationToken);
            await CompleteRunFileAsync(own, RunManifest, cancellationToken);
        }

        await using var file = await lake.CreateAsync(_files.Manifest, cancellationToken);
        await file.WriteAsync(manifest, cancellationToken);
        await file.CompleteAsync(cancellationToken);
    }

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
