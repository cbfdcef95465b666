using System.Runtime.CompilerServices;

namespace HealthGraph.Jobs.DataLake;

/// <summary>The lake in a local folder. A file is written under a name that begins with a dot, forced to the disk and renamed.</summary>
public sealed class LocalDataLake : IDataLake
{
    private readonly string _root;

    public LocalDataLake(string root) => _root = Path.GetFullPath(root);

    public string Name => _root;

    public Task<LakeFileStream> CreateAsync(string path, CancellationToken cancellationToken)
    {
        var target = Resolve(path);
        return Task.FromResult(LocalFailure.Translate(_root, () =>
        {
            var folder = Path.GetDirectoryName(target)!; // Resolve puts it below the root.
            Directory.CreateDirectory(folder);
            return (LakeFileStream)new LocalLakeFileStream(_root, folder, target);
        }));
    }

    public Task<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var target = Resolve(path);
        if (!File.Exists(target))
        {
            throw new DataLakeException(DataLakeException.NotFound, $"The data lake {_root} has no file {path}.");
        }

        return Task.FromResult(LocalFailure.Translate(_root, () => (Stream)new FileStream(target, new FileStreamOptions
        {
            Mode = FileMode.Open,
            Access = FileAccess.Read,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        })));
    }

    public async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var source = await OpenAsync(from, cancellationToken);
        await using var target = await CreateAsync(to, cancellationToken);
        await source.CopyToAsync(target, 1024 * 1024, cancellationToken);
        await target.CompleteAsync(cancellationToken);
    }

    public Task<bool> ExistsAsync(string path, CancellationToken cancellationToken) => Task.FromResult(File.Exists(Resolve(path)));

    public async IAsyncEnumerable<LakeEntry> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = LocalFailure.Translate(_root, () => Find(Resolve(folder)));
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return file;
        }

        await Task.CompletedTask;
    }

    public Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        var target = Resolve(path);
        LocalFailure.Translate(_root, () =>
        {
            if (File.Exists(target))
            {
                File.Delete(target);
            }

            return true;
        });
        return Task.CompletedTask;
    }

    public Task RemoveUnfinishedAsync(string folder, CancellationToken cancellationToken)
    {
        var target = Resolve(folder);
        LocalFailure.Translate(_root, () =>
        {
            foreach (var file in Directory.Exists(target) ? Directory.EnumerateFiles(target, ".*") : [])
            {
                File.Delete(file);
            }

            return true;
        });
        return Task.CompletedTask;
    }

    private List<LakeEntry> Find(string folder) => !Directory.Exists(folder)
        ? []
        :
        [
            .. new DirectoryInfo(folder)
                .EnumerateFiles("*", SearchOption.AllDirectories)
                .Where(file => file.Name[0] != '.')
                .Select(file => new LakeEntry(Path.GetRelativePath(_root, file.FullName).Replace('\\', '/'), file.Length))
                .OrderBy(entry => entry.Path, StringComparer.Ordinal),
        ];

    private string Resolve(string path)
    {
        var full = Path.GetFullPath(Path.Combine(_root, LakePath.Check(path)));
        for (var step = Path.GetDirectoryName(full); step is not null && step.Length > _root.Length; step = Path.GetDirectoryName(step))
        {
            // A link would lead out of the folder that the operator gave us.
            if (new DirectoryInfo(step).LinkTarget is not null)
            {
                throw new DataLakeException(DataLakeException.InvalidPath, $"'{path}' leads through a symbolic link in the data lake {_root}.");
            }
        }

        return full;
    }
}
