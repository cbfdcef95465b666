using System.Security.Cryptography;

namespace HealthGraph.Jobs.Delivery;

internal static class FileContent
{
    /// <summary>Whether both files are there and have the same bytes.</summary>
    public static async Task<bool> IsSameAsync(string path, string other, CancellationToken cancellationToken)
    {
        var (first, second) = (new FileInfo(path), new FileInfo(other));
        if (!first.Exists || !second.Exists || first.Length != second.Length)
        {
            return false;
        }

        return await HashAsync(path, cancellationToken) == await HashAsync(other, cancellationToken);
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        return Convert.ToHexString(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}
