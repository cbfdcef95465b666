using System.Globalization;

namespace HealthGraph.Jobs.Delivery.Sftp;

/// <summary>
/// An SFTP server, by the client of OpenSSH. A file is sent from its beginning each time: to go on where a broken transfer ended would
/// trust whatever is there.
/// </summary>
internal sealed class SftpDelivery(SftpOptions options, TimeProvider time) : IFileDelivery
{
    private const int LongestName = 200;

    public string Name => string.Create(CultureInfo.InvariantCulture, $"sftp://{options.Host}:{options.Port}");

    public async Task<DeliveredFile?> FindAsync(string localPath, string remoteName, CancellationToken cancellationToken)
    {
        var local = Check(localPath, remoteName);
        var received = $"{local.Name}.received";
        await RunAsync(local.DirectoryName!, [$"-get \"{remoteName}\" \"{received}\""], DeadlineOf(local.Length), cancellationToken);
        return await FileContent.IsSameAsync(localPath, Path.Combine(local.DirectoryName!, received), cancellationToken)
            ? new DeliveredFile(local.Length, time.GetUtcNow())
            : null;
    }

    public async Task<PendingDelivery> UploadAsync(string localPath, string remoteName, CancellationToken cancellationToken)
    {
        var local = Check(localPath, remoteName);
        var length = local.Length;
        var part = $"{remoteName}.{Guid.NewGuid():N}.part";
        try
        {
            var output = await RunAsync(
                local.DirectoryName!,

                // What attempts before this one left, or are still sending: their rename will find nothing.
                [$"-rm {remoteName}.*.part", $"put -f \"{local.Name}\" \"{part}\"", $"ls -l \"{part}\""],
                DeadlineOf(length),
                cancellationToken);
            var arrived = SizeIn(output, part);
            return arrived == length
                ? new Pending(this, part, remoteName, length)
                : throw new DeliveryException(
                    DeliveryException.Incomplete,
                    string.Create(CultureInfo.InvariantCulture, $"{Name} has {arrived ?? 0} bytes of {length} after the transfer."),
                    isTransient: true);
        }
        catch (Exception e) when (e is OperationCanceledException or DeliveryException { IsTransient: true })
        {
            await RemoveAsync(part);
            throw;
        }
    }

    private TimeSpan DeadlineOf(long length) => TimeSpan.FromSeconds(options.GraceSeconds + ((double)length / options.MinimumBytesPerSecond));

    private static FileInfo Check(string localPath, string remoteName)
    {
        var local = new FileInfo(localPath);
        return IsPlain(remoteName) && IsPlain(local.Name)
            ? local
            : throw SftpFailure.Configuration("The name of the file has a sign that a delivered file's name cannot have.");
    }

    private Task<string> RunAsync(string localFolder, IEnumerable<string> commands, TimeSpan deadline, CancellationToken cancellationToken) =>
        SftpSession.RunAsync(options, Name, localFolder, options.Folder is { Length: > 0 } folder ? commands.Prepend($"cd \"{folder}\"") : commands, deadline, cancellationToken);

    private Task<string> RunAsync(IEnumerable<string> commands, CancellationToken cancellationToken) =>
        RunAsync(Path.GetTempPath(), commands, TimeSpan.FromSeconds(options.GraceSeconds), cancellationToken);

    // On the way out of whatever went wrong, which may be a cancellation.
    private async Task RemoveAsync(string part)
    {
        try
        {
            await RunAsync([$"-rm \"{part}\""], CancellationToken.None);
        }
        catch (DeliveryException)
        {
            // The next attempt takes it away.
        }
    }

    private async Task<DeliveredFile> CompleteAsync(string part, string remoteName, long length, CancellationToken cancellationToken)
    {
        string[] delete = options.Replace == SftpReplacement.DeleteThenRename ? [$"-rm \"{remoteName}\""] : [];
        var output = await RunAsync([.. delete, $"rename \"{part}\" \"{remoteName}\"", $"-ls -l \"{remoteName}\""], cancellationToken);

        // A receiver may take a file in the moment that it has its name; then its size under the temporary name is what is known.
        return new DeliveredFile(SizeIn(output, remoteName) ?? length, time.GetUtcNow());
    }

    // -rw-r--r--    ? owner    group     4688895 Nov 20 22:52 name
    private static long? SizeIn(string output, string name) => output
        .Split('\n', StringSplitOptions.TrimEntries)
        .Where(line => line.StartsWith('-'))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(words => words.Length >= 9 && words[^1] == name)
        .Select(words => long.TryParse(words[^5], CultureInfo.InvariantCulture, out var size) ? size : (long?)null)
        .LastOrDefault();

    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private sealed class Pending(SftpDelivery delivery, string part, string remoteName, long length) : PendingDelivery
    {
        private bool _completed;

        public override async Task<DeliveredFile> CompleteAsync(CancellationToken cancellationToken)
        {
            var file = await delivery.CompleteAsync(part, remoteName, length, cancellationToken);
            _completed = true;
            return file;
        }

        public override async ValueTask DisposeAsync()
        {
            if (!_completed)
            {
                await delivery.RemoveAsync(part);
            }
        }
    }
}
