using HealthGraph.GraphQL.Errors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace HealthGraph.Api.Uploads;

/// <summary>One file of the form: on the wire as long as it is the current part, on the disk when it had to be put aside.</summary>
/// <remarks>Not safe for use by several at once: <see cref="UploadedFiles"/> sees to their turns.</remarks>
internal sealed class UploadPart(string key, MultipartSection section, long maxBytes) : IDisposable
{
    private UploadSpool? _spool;
    private long _received;

    // What was read off the wire before the rest was put aside.
    private long _spoolStart;
    private bool _isOver;

    /// <summary>Whether a resolver has the file, so that it cannot be given to another one.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Whether a resolver is done with the file, so that the rest of it need not be kept.</summary>
    public bool IsDone { get; set; }

    public string FileName { get; } = FileNameOf(section);

    public string? ContentType { get; } = section.ContentType;

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, long position, CancellationToken cancellationToken)
    {
        if (_spool is not null)
        {
            return await _spool.ReadAsync(buffer, position - _spoolStart, cancellationToken);
        }

        return _isOver ? 0 : await ReceiveAsync(buffer, cancellationToken);
    }

    /// <summary>Puts what is left on the wire aside, so that the next part can be read.</summary>
    public async ValueTask PutAsideAsync(CancellationToken cancellationToken)
    {
        if (_spool is not null || _isOver || IsDone)
        {
            return;
        }

        var spool = new UploadSpool();
        try
        {
            _spoolStart = _received;
            var buffer = new byte[64 * 1024];
            while (await ReceiveAsync(buffer, cancellationToken) is var read and > 0)
            {
                await spool.AppendAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        catch
        {
            spool.Dispose();
            throw;
        }

        _spool = spool;
    }

    public void Dispose() => _spool?.Dispose();

    private async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await section.Body.ReadAsync(buffer, cancellationToken);
        _received += read;
        _isOver = read == 0;
        return _received <= maxBytes
            ? read
            : throw new GraphQLException($"The file '{key}' is larger than {maxBytes} bytes.", ErrorCodes.InvalidUploadForm);
    }

    private static string FileNameOf(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            ? (disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName)).ToString()
            : "";
}
