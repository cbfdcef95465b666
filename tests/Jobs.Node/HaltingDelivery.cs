using HealthGraph.Jobs.Delivery;

namespace HealthGraph.Jobs.Node;

/// <summary>The delivery, with points at which the node can be met: when all of the file has arrived, and when it has its name.</summary>
internal sealed class HaltingDelivery(IFileDelivery inner, HaltingPoint point) : IFileDelivery
{
    public string Name => inner.Name;

    public Task<DeliveredFile?> FindAsync(string localPath, string remoteName, CancellationToken cancellationToken) =>
        inner.FindAsync(localPath, remoteName, cancellationToken);

    public async Task<PendingDelivery> UploadAsync(string localPath, string remoteName, CancellationToken cancellationToken)
    {
        var pending = await inner.UploadAsync(localPath, remoteName, cancellationToken);
        try
        {
            await point.ComeToAsync("uploaded", cancellationToken);
            return new Pending(pending, remoteName, point);
        }
        catch
        {
            await pending.DisposeAsync();
            throw;
        }
    }

    private sealed class Pending(PendingDelivery inner, string remoteName, HaltingPoint point) : PendingDelivery
    {
        public override async Task<DeliveredFile> CompleteAsync(CancellationToken cancellationToken)
        {
            var file = await inner.CompleteAsync(cancellationToken);
            point.Note("delivered", remoteName);
            await point.ComeToDeafAsync("delivered", cancellationToken);
            return file;
        }

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
