using System.IO.Compression;
using HealthGraph.Jobs.DataLake;
using Npgsql;

namespace HealthGraph.Jobs.VisitPlans;

/// <summary>A part that is written but not yet to be seen.</summary>
internal sealed record WrittenPart(LakeFileStream File, string Path, long Rows, long Bytes, string Sha256) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => File.DisposeAsync();
}

/// <summary>Lets what COPY sends flow into a file of the lake, byte for byte, compressed if so wished.</summary>
internal sealed class PartWriter(IDataLake lake, VisitPlanExportArguments arguments)
{
    private const int BufferSize = 128 * 1024;

    public async Task<WrittenPart> WriteAsync(
        NpgsqlConnection connection, string copy, string path, CancellationToken cancellationToken)
    {
        var file = await lake.CreateAsync(path, cancellationToken);
        try
        {
            await using var hashing = new HashingStream(file);
            var rows = await CopyAsync(connection, copy, hashing, cancellationToken);
            var sha256 = await hashing.FinishAsync(cancellationToken);
            return new WrittenPart(file, path, rows, hashing.Bytes, sha256);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private async Task<long> CopyAsync(
        NpgsqlConnection connection, string copy, HashingStream hashing, CancellationToken cancellationToken)
    {
        using var reader = await connection.BeginTextExportAsync(copy, cancellationToken);

        // The reader's own decoding to UTF-16 would cost more than the compression.
        var source = ((StreamReader)reader).BaseStream;
        var isCsv = arguments.Format == ExportFormat.Csv;
        var counter = new RowCounter(quotes: isCsv);
        var buffer = new byte[BufferSize];

        // The level that keeps up with COPY on one core; the next ones cost twice the time for a tenth of the size.
        await using var zipped = arguments.Gzip ? new GZipStream(hashing, CompressionLevel.Fastest, leaveOpen: true) : null;
        Stream target = zipped is null ? hashing : zipped;
        while (await source.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            counter.Add(buffer.AsSpan(0, read));
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return isCsv ? counter.Lines - 1 : counter.Lines;
    }
}
