using System.Collections.Concurrent;
using HealthGraph.Jobs.DataLake;

namespace HealthGraph.Jobs.Tests.VisitPlans;

/// <summary>A lake that passes calls on, until the test's trouble sets in.</summary>
internal abstract class TroubledLake(IDataLake inner) : IDataLake
{
    public string Name => inner.Name;

    public virtual Task<LakeFileStream> CreateAsync(string path, CancellationToken cancellationToken) => inner.CreateAsync(path, cancellationToken);

    public Task<Stream> OpenAsync(string path, CancellationToken cancellationToken) => inner.OpenAsync(path, cancellationToken);

    public virtual Task CopyAsync(string from, string to, CancellationToken cancellationToken) => inner.CopyAsync(from, to, cancellationToken);

    public Task<bool> ExistsAsync(string path, CancellationToken cancellationToken) => inner.ExistsAsync(path, cancellationToken);

    public IAsyncEnumerable<LakeEntry> ListAsync(string folder, CancellationToken cancellationToken) => inner.ListAsync(folder, cancellationToken);

    public Task DeleteAsync(string path, CancellationToken cancellationToken) => inner.DeleteAsync(path, cancellationToken);

    public Task RemoveUnfinishedAsync(string folder, CancellationToken cancellationToken) => inner.RemoveUnfinishedAsync(folder, cancellationToken);
}

/// <summary>
/// After a number of files in a folder it never answers again, like the lake of a process that was killed. Counted by folder, as the
/// file sets of an export are written side by side.
/// </summary>
internal sealed class BreakingLake(IDataLake inner, int filesInFolder, CancellationTokenSource killed) : TroubledLake(inner)
{
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, int> _files = new();

    public Task Broken => _broken.Task;

    public override async Task<LakeFileStream> CreateAsync(string path, CancellationToken cancellationToken)
    {
        var folder = path[..path.LastIndexOf('/')];
        if (_files.AddOrUpdate(folder, 1, static (_, files) => files + 1) > filesInFolder)
        {
            _broken.TrySetResult();
            await Task.Delay(Timeout.Infinite, killed.Token);
        }

        return await base.CreateAsync(path, cancellationToken);
    }
}

/// <summary>Takes so many files and then has no room.</summary>
internal sealed class FullLake(IDataLake inner, int takes) : TroubledLake(inner)
{
    private int _files;

    public int Takes { get; set; } = takes;

    public override Task<LakeFileStream> CreateAsync(string path, CancellationToken cancellationToken) =>
        Interlocked.Increment(ref _files) > Takes
            ? throw new DataLakeException(DataLakeException.Full, "The data lake is full.")
            : base.CreateAsync(path, cancellationToken);
}
