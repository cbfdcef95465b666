using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Errors;
using Npgsql;

namespace HealthGraph.GraphQL.Data.Reading;

/// <summary>The rows of one page, one at a time, and what is known about the page besides.</summary>
internal sealed class PageRows(
    NpgsqlDataReader reader, Statement statement, PageArguments page, uint fingerprint, IReadOnlyList<int> groupLimits) : IDisposable
{
    private readonly byte[][] _groups = new byte[statement.Groups.Count][];
    private RowBuffer _current = new(statement.ColumnCount);
    // Only the end cursor looks back at the row before.
    private RowBuffer? _previous = statement.Keys.Count > 0 ? new(statement.ColumnCount) : null;

    /// <summary>Rows of the page passed so far.</summary>
    public int Count { get; private set; }

    public bool HasRow { get; private set; }

    /// <summary>Whether there are rows past the end that the page was not counted from; known when all rows are passed.</summary>
    public bool HasMore { get; private set; }

    /// <summary>The rows on all pages, when the statement counts them.</summary>
    public long Total { get; private set; }

    public string? StartCursor { get; private set; }

    public string? EndCursor { get; private set; }

    /// <summary>The groups of one selection of them.</summary>
    public RecordArray Groups(int selection, int width) => new(_groups[selection], width);

    public Row Current => _current.From(statement.FirstSlot);

    public string CurrentCursor => Cursor.Encode(fingerprint, _current.Row, statement.Keys);

    public void Dispose()
    {
        _current.Dispose();
        _previous?.Dispose();
    }

    public async ValueTask ReadFirstAsync(CancellationToken cancellationToken)
    {
        if (!await ReadAsync(cancellationToken))
        {
            return;
        }

        if (statement.TotalOrdinal >= 0)
        {
            Total = PostgresBinary.Int64(_current.Row[statement.TotalOrdinal]);
        }

        ReadGroups();
        HasRow = statement.PresenceOrdinal >= 0 ? !_current.Row.IsNull(statement.PresenceOrdinal) : statement.HasRows;
        if (HasRow && statement.PageCountOrdinal >= 0 && PostgresBinary.Int64(_current.Row[statement.PageCountOrdinal]) > page.Size)
        {
            // Counted from the end, the row too many comes first.
            HasMore = true;
            HasRow = await ReadAsync(cancellationToken);
        }

        StopAtSize();
        if (HasRow && statement.Keys.Count > 0)
        {
            StartCursor = CurrentCursor;
        }
    }

    private void ReadGroups()
    {
        for (var i = 0; i < _groups.Length; i++)
        {
            _groups[i] = _current.Row[statement.Groups[i]].ToArray();
            if (Groups(i, 0).Count > groupLimits[i])
            {
                throw new GraphQLException(
                    $"There are more than {groupLimits[i]} groups: say with `first` how many are wanted, or narrow `where` or `having`.",
                    ErrorCodes.PageTooLarge);
            }
        }
    }

    public ValueTask MoveNextAsync(CancellationToken cancellationToken)
    {
        // Most rows have come with the one before: they need no state machine.
        var read = reader.ReadAsync(cancellationToken);
        if (!read.IsCompletedSuccessfully)
        {
            return AwaitNextAsync(read);
        }

        MoveTo(read.Result);
        return ValueTask.CompletedTask;
    }

    private async ValueTask AwaitNextAsync(Task<bool> read) => MoveTo(await read);

    private void MoveTo(bool hasRow)
    {
        Count++;
        HasRow = Take(hasRow);
        if (_previous is not null && (!HasRow || Count == page.Size))
        {
            // A row too many has taken the place of the last one, which is still in the other buffer.
            var last = HasRow ? _previous : _current;
            EndCursor = Cursor.Encode(fingerprint, last.Row, statement.Keys);
        }

        StopAtSize();
    }

    private void StopAtSize()
    {
        if (HasRow && Count == page.Size)
        {
            HasMore = true;
            HasRow = false;
        }
    }

    private async ValueTask<bool> ReadAsync(CancellationToken cancellationToken) => Take(await reader.ReadAsync(cancellationToken));

    private bool Take(bool hasRow)
    {
        if (!hasRow)
        {
            return false;
        }

        if (_previous is not null)
        {
            (_current, _previous) = (_previous, _current);
        }

        _current.Read(reader);
        return true;
    }
}
