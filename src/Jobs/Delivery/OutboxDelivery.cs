namespace HealthGraph.Jobs.Delivery;

/// <summary>The embedded default: a folder from which somebody, or another program, takes the files.</summary>
internal sealed class OutboxDelivery(string folder, TimeProvider time) : IFileDelivery
{
    public string Name => folder;

    public async Task<DeliveredFile?> FindAsync(string localPath, string remoteName, CancellationToken cancellationToken)
    {
        try
        {
            var there = Path.Combine(folder, remoteName);
            return await FileContent.IsSameAsync(localPath, there, cancellationToken) ? new DeliveredFile(new FileInfo(there).Length, time.GetUtcNow()) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever takes the files has just taken it, or does not let it be read.
            return null;
        }
    }

    public async Task<PendingDelivery> UploadAsync(string localPath, string remoteName, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);

            // What attempts before this one left, or are still writing: they will find nothing to give the name to.
            foreach (var left in Directory.EnumerateFiles(folder, $".{remoteName}.*.part"))
            {
                File.Delete(left);
            }

            var pending = new Pending(Path.Combine(folder, $".{remoteName}.{Guid.NewGuid():N}.part"), Path.Combine(folder, remoteName), time);
            try
            {
                await using var source = new FileStream(localPath, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
                await using var target = new FileStream(pending.Part, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
                await source.CopyToAsync(target, cancellationToken);
                target.Flush(flushToDisk: true);
                return pending;
            }
            catch
            {
                await pending.DisposeAsync();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure(e);
        }
    }

    // ENOSPC and EDQUOT come as IOException with the system's error number. The exception itself would bring the file's name into the log.
    private static DeliveryException Failure(Exception e) => e switch
    {
        UnauthorizedAccessException => new(DeliveryException.Denied, "The outbox folder cannot be written: permission denied."),
        { HResult: 28 or 122 } => new(DeliveryException.Full, "The outbox folder's disk is full.", isTransient: true),
        _ => new(DeliveryException.Unavailable, $"The outbox folder cannot be used ({e.GetType().Name}, {e.HResult}).", isTransient: true),
    };

    private sealed class Pending(string part, string target, TimeProvider time) : PendingDelivery
    {
        public string Part => part;

        public override Task<DeliveredFile> CompleteAsync(CancellationToken cancellationToken)
        {
            try
            {
                File.Move(part, target, overwrite: true);
                return Task.FromResult(new DeliveredFile(new FileInfo(target).Length, time.GetUtcNow()));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Failure(e);
            }
        }

        public override ValueTask DisposeAsync()
        {
            File.Delete(part);
            return ValueTask.CompletedTask;
        }
    }
}
