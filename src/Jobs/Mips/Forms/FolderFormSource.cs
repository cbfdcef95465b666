using System.Runtime.CompilerServices;
using HealthGraph.Jobs.Runs;
using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.Mips.Forms;

/// <summary>A file for each year and state, <c>{year}-{state}.csv</c>, in the format of <see cref="MipsFormFiles"/>.</summary>
internal sealed class FolderFormSource(IOptions<MipsFormOptions> options) : IMipsFormSource
{
    public Task<IMipsForms> FindAsync(Guid runId, int year, string state, CancellationToken cancellationToken)
    {
        var path = Path.Combine(options.Value.Folder!, $"{year}-{state}.csv");
        return File.Exists(path)
            ? Task.FromResult<IMipsForms>(new MipsFormFiles($"The file {Path.GetFileName(path)}", token => ReadAsync(path, token)))
            : throw new RunFailedException(MipsErrorCodes.FormsMissing, $"The folder of forms has no file {Path.GetFileName(path)}.");
    }

    public Task StopAsync(Guid runId, CancellationToken cancellationToken) => Task.CompletedTask;

    private static async IAsyncEnumerable<Stream> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        yield return await Task.FromResult(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.Asynchronous));
    }
}
