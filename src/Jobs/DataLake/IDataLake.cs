namespace HealthGraph.Jobs.DataLake;

/// <summary>Where exports are put: a local folder, or Amazon S3 and what speaks like it. Paths are relative, with forward slashes.</summary>
public interface IDataLake
{
    /// <summary>The place in words, for messages: a folder, or a bucket.</summary>
    string Name { get; }

    /// <summary>A file to be written. Nobody sees it before <see cref="LakeFileStream.CompleteAsync"/>; disposed of without that, it never was.</summary>
    /// <exception cref="DataLakeException">The lake does not take it.</exception>
    Task<LakeFileStream> CreateAsync(string path, CancellationToken cancellationToken);

    /// <exception cref="DataLakeException">There is no such file, or it cannot be read.</exception>
    Task<Stream> OpenAsync(string path, CancellationToken cancellationToken);

    /// <summary>Puts a complete file under another path as well, in place of one that was there, without its bytes passing through here where the lake can.</summary>
    /// <exception cref="DataLakeException">There is no such file, or the lake does not take it.</exception>
    Task CopyAsync(string from, string to, CancellationToken cancellationToken);

    Task<bool> ExistsAsync(string path, CancellationToken cancellationToken);

    /// <summary>Every complete file in the folder and below it, in the order of their paths.</summary>
    IAsyncEnumerable<LakeEntry> ListAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Deleting what is not there is fine.</summary>
    Task DeleteAsync(string path, CancellationToken cancellationToken);

    /// <summary>Takes away what killed processes left of files in the folder. Whoever still writes one there finds it gone.</summary>
    Task RemoveUnfinishedAsync(string folder, CancellationToken cancellationToken);
}

/// <summary>A complete file.</summary>
public sealed record LakeEntry(string Path, long Bytes);
