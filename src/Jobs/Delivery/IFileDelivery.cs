namespace HealthGraph.Jobs.Delivery;

/// <summary>Brings files to a receiver: a folder here, or an SFTP server.</summary>
public interface IFileDelivery
{
    /// <summary>The receiver in words, for messages: a host or a folder.</summary>
    string Name { get; }

    /// <summary>Looks whether the receiver has the very bytes of the file under that name. Null: it has not, or does not let them be read.</summary>
    /// <param name="localPath">The file here; its folder is used for what comes back.</param>
    /// <param name="remoteName">Its name there.</param>
    /// <exception cref="DeliveryException">The receiver cannot be asked.</exception>
    Task<DeliveredFile?> FindAsync(string localPath, string remoteName, CancellationToken cancellationToken);

    /// <summary>
    /// Brings the file there under a temporary name, and looks that all of it arrived. Nobody takes it for the file before
    /// <see cref="PendingDelivery.CompleteAsync"/>; disposed of without that, it is taken away again.
    /// </summary>
    /// <param name="localPath">The file here.</param>
    /// <param name="remoteName">Its name there: letters, digits, dots, hyphens and underscores. It may hold a secret, and no log names it.</param>
    /// <exception cref="DeliveryException">It did not arrive.</exception>
    Task<PendingDelivery> UploadAsync(string localPath, string remoteName, CancellationToken cancellationToken);
}

/// <summary>A file that has arrived under a temporary name.</summary>
public abstract class PendingDelivery : IAsyncDisposable
{
    /// <summary>Gives it its name, in place of one that was there, and reads its size back.</summary>
    /// <exception cref="DeliveryException">The receiver refuses.</exception>
    public abstract Task<DeliveredFile> CompleteAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}

/// <param name="Bytes">The size that the receiver tells.</param>
/// <param name="At">When it took its name, or was found to have it.</param>
public sealed record DeliveredFile(long Bytes, DateTimeOffset At);
