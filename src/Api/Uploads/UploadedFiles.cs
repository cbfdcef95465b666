using HealthGraph.GraphQL.Errors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace HealthGraph.Api.Uploads;

/// <summary>
/// The files of a multipart form, taken off the wire as resolvers ask for them. A resolver that asks for the next file reads it
/// while it arrives; asking for a later one first puts those before it aside, on the disk.
/// </summary>
internal sealed class UploadedFiles : IAsyncDisposable
{
    private readonly MultipartReader _reader;
    private readonly UploadOptions _options;
    private readonly IReadOnlyDictionary<string, int> _uses;
    private readonly Dictionary<string, UploadPart> _parts = [];
    private readonly SemaphoreSlim _turn = new(1);
    private UploadPart? _current;
    private int _count;
    private bool _isOver;

    // Once the form could not be read, none of what follows can be.
    private GraphQLException? _failure;

    /// <param name="reader">The form, its operations and map read.</param>
    /// <param name="uses">How many variables name each file.</param>
    /// <param name="options">The limits.</param>
    public UploadedFiles(MultipartReader reader, IReadOnlyDictionary<string, int> uses, UploadOptions options)
    {
        _reader = reader;
        _uses = uses;
        _options = options;
    }

    /// <exception cref="GraphQLException">The form does not hold the file, it was read before, or a file is too large.</exception>
    public async ValueTask<UploadedFile> ReceiveAsync(string key, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var part = await FindAsync(key, cancellationToken);
            if (_uses[key] > 1)
            {
                await Guarded(part.PutAsideAsync(cancellationToken));
            }
            else if (part.IsTaken)
            {
                throw Missing($"The file '{key}' was read by another field. A file that is read twice has to be mapped to two variables.");
            }

            part.IsTaken = true;
            return new UploadedFile { FileName = part.FileName, ContentType = part.ContentType, Content = new UploadStream(this, part) };
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask<int> ReadAsync(UploadPart part, Memory<byte> buffer, long position, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await Guarded(part.ReadAsync(buffer, position, cancellationToken));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Reads to the end of the form and throws it away: many clients read no response before they have sent all. False when there is
    /// more than a form may hold, or it cannot be read.
    /// </summary>
    public async ValueTask<bool> DrainAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            while (_failure is null && !_isOver)
            {
                await ReadSectionAsync(cancellationToken);
            }

            return _failure is null;
        }
        catch (GraphQLException)
        {
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var part in _parts.Values)
        {
            part.Dispose();
        }

        _turn.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<UploadPart> FindAsync(string key, CancellationToken cancellationToken)
    {
        UploadPart? part;
        while (!_parts.TryGetValue(key, out part))
        {
            if (_failure is not null)
            {
                throw _failure;
            }

            if (_isOver || !_uses.ContainsKey(key))
            {
                throw Missing($"The form holds no file '{key}'.");
            }

            if (_current is not null)
            {
                await Guarded(_current.PutAsideAsync(cancellationToken));
            }

            await AdvanceAsync(cancellationToken);
        }

        return part;
    }

    private async ValueTask AdvanceAsync(CancellationToken cancellationToken)
    {
        _current = null;
        if (await ReadSectionAsync(cancellationToken) is not { } section)
        {
            return;
        }

        // A file that the map does not name is for nobody. It is passed over, as the reference implementation does.
        if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            && HeaderUtilities.RemoveQuotes(disposition.Name).ToString() is var key
            && _uses.ContainsKey(key))
        {
            _current = new UploadPart(key, section, _options.MaxFileBytes);
            if (!_parts.TryAdd(key, _current))
            {
                throw Fail($"The form holds the file '{key}' twice.");
            }
        }
    }

    private async ValueTask<MultipartSection?> ReadSectionAsync(CancellationToken cancellationToken)
    {
        var section = await Guarded(new ValueTask<MultipartSection?>(_reader.ReadNextSectionAsync(cancellationToken)));
        _isOver = section is null;
        return section is not null && ++_count > _options.MaxFiles
            ? throw Fail($"The form holds more than {_options.MaxFiles} files.")
            : section;
    }

    private async ValueTask Guarded(ValueTask reading)
    {
        await Guarded(Await());

        async ValueTask<bool> Await()
        {
            await reading;
            return true;
        }
    }

    private async ValueTask<T> Guarded<T>(ValueTask<T> reading)
    {
        try
        {
            return await reading;
        }
        catch (GraphQLException failure)
        {
            _failure = failure;
            throw;
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw Fail($"The form is larger than {_options.MaxBytes} bytes.");
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Fail("The form breaks off, or is none: it could not be read to its end.");
        }
    }

    private GraphQLException Fail(string message) => _failure = Invalid(message);

    private static GraphQLException Missing(string message) => new(message, ErrorCodes.FileMissing);

    private static GraphQLException Invalid(string message) => new(message, ErrorCodes.InvalidUploadForm);
}
