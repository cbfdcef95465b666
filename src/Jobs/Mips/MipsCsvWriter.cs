using HealthGraph.Jobs.DataLake;
using Npgsql;

namespace HealthGraph.Jobs.Mips;

/// <summary>Lets what COPY sends flow into a stream, with the line ends that the registry expects.</summary>
internal static class MipsCsvWriter
{
    private const int BufferSize = 128 * 1024;

    public static async Task WriteAsync(NpgsqlConnection connection, int year, string state, HashingStream target, CancellationToken cancellationToken)
    {
        using var reader = await connection.BeginTextExportAsync(MipsCsv.Copy(year, state), cancellationToken);

        // The reader's own decoding to UTF-16 would cost more than all the rest.
        var source = ((StreamReader)reader).BaseStream;
        var buffer = new byte[BufferSize];
        while (await source.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            await WriteLinesAsync(buffer.AsMemory(0, read), target, cancellationToken);
        }
    }

    // No field has a line break in it, so every one ends a row.
    private static async Task WriteLinesAsync(ReadOnlyMemory<byte> bytes, HashingStream target, CancellationToken cancellationToken)
    {
        while (bytes.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            await target.WriteAsync(bytes[..end], cancellationToken);
            await target.WriteAsync(LineEnd, cancellationToken);
            bytes = bytes[(end + 1)..];
        }

        await target.WriteAsync(bytes, cancellationToken);
    }

    private static readonly ReadOnlyMemory<byte> LineEnd = "\r\n"u8.ToArray();
}
