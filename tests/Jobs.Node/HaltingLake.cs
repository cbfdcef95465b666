using HealthGraph.Jobs.DataLake;

namespace HealthGraph.Jobs.Node;

/// <summary>The lake, with points at which the node can be met: before a run's own file is begun, before it takes its name, after it is published.</summary>
internal sealed class HaltingLake(IDataLake inner, HaltingPoint point) : IDataLake
{
    public string Name => inner.Name;

    public async Task<LakeFileStream> CreateAsync(string path, CancellationToken cancellationToken)
    {
        if (!IsRunFile(path))
        {
            return await inner.CreateAsync(path, cancellationToken);
        }

        await point.ComeToAsync("begin", cancellationToken);
        return new HaltingFile(await inner.CreateAsync(path, cancellationToken), point);
    }

    public Task<Stream> OpenAsync(string path, CancellationToken cancellationToken) => inner.OpenAsync(path, cancellationToken);

    public async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        await inner.CopyAsync(from, to, cancellationToken);
        point.Note("published", to);
        await point.ComeToAsync("published", cancellationToken);
    }

    public Task<bool> ExistsAsync(string path, CancellationToken cancellationToken) => inner.ExistsAsync(path, cancellationToken);

    public IAsyncEnumerable<LakeEntry> ListAsync(string folder, CancellationToken cancellationToken) => inner.ListAsync(folder, cancellationToken);

    public Task DeleteAsync(string path, CancellationToken cancellationToken) => inner.DeleteAsync(path, cancellationToken);

    public Task RemoveUnfinishedAsync(string folder, CancellationToken cancellationToken) => inner.RemoveUnfinishedAsync(folder, cancellationToken);

    private static bool IsRunFile(string path) => path.Contains("/runs/", StringComparison.Ordinal) && path.EndsWith("/data.csv", StringComparison.Ordinal);

    private sealed class HaltingFile(LakeFileStream inner, HaltingPoint point) : LakeFileStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

        public override Task CompleteAsync(CancellationToken cancellationToken) => inner.CompleteAsync(cancellationToken);

        public override async Task CompleteNewAsync(CancellationToken cancellationToken)
        {
            await point.ComeToAsync("written", cancellationToken);
            await inner.CompleteNewAsync(cancellationToken);
        }

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
