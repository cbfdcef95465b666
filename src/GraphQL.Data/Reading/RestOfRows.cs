using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data.Reading;

/// <summary>The rows that a page leaves out of the payload that brings it: read on from the same statement, one at a time.</summary>
internal sealed class RestOfRows(
    FieldContext field, ConnectionPlan plan, Statement statement, BoundRequest request, PageArguments page, uint fingerprint, int initialCount)
    : IAsyncEnumerator<WrittenItem>
{
    private readonly TaskCompletionSource _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ResponseWriter _writer = ResponseWriter.InMemory();
    private PageReading? _reading;
    private ConnectionWriter? _rows;
    private bool _isDisposed;

    public WrittenItem Current { get; private set; } = null!;

    /// <summary>Done when the last row was passed.</summary>
    public Task Passed => _passed.Task;

    /// <summary>Writes the page with its first rows, and keeps the statement open for the others.</summary>
    public async ValueTask WriteFirstAsync(ResponseWriter writer, CancellationToken cancellationToken)
    {
        _reading = await PageReading.OpenAsync(field, plan, statement, request, page, fingerprint, cancellationToken);
        await WriterOf(writer, initialCount).WriteAsync(cancellationToken);
    }

    public async ValueTask<bool> MoveNextAsync()
    {
        var rows = _reading!.Rows;
        try
        {
            if (_rows is null)
            {
                _rows = WriterOf(_writer, initialCount);
            }
            else
            {
                await rows.MoveNextAsync(field.CancellationToken);
            }

            if (!rows.HasRow)
            {
                _reading.Complete();
                _passed.TrySetResult();
                return false;
            }

            _rows.WriteRow(plan.Streamed!);
            _rows.CountRow();
            Current = _writer.Take();
            return true;
        }
        catch (Exception exception)
        {
            _passed.TrySetException(exception);
            throw;
        }
    }

    /// <summary>Writes an object of fields that are known when the rows were passed.</summary>
    public void WriteFields(IReadOnlyList<ConnectionFieldPlan> fields, ResponseWriter writer) =>
        WriterOf(writer, initialCount).WriteObject(fields);

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _passed.TrySetCanceled();

        // Whether anyone waits for it or not, a failure is told by the list.
        _ = _passed.Task.Exception;
        await _writer.DisposeAsync();
        if (_reading is not null)
        {
            await _reading.DisposeAsync();
        }
    }

    private ConnectionWriter WriterOf(ResponseWriter writer, int rowLimit) =>
        new(writer, plan, page, _reading!.Rows, new RowContext(writer, field.Path, _reading.Observation)) { RowLimit = rowLimit };
}

/// <summary>Deferred fields of a page that are known when its rows were passed.</summary>
internal sealed class AfterRowsValue(RestOfRows rows, IReadOnlyList<ConnectionFieldPlan> fields) : StreamedValue
{
    public override async ValueTask WriteAsync(ResponseWriter writer, CancellationToken cancellationToken)
    {
        await rows.Passed.WaitAsync(cancellationToken);
        rows.WriteFields(fields, writer);
    }
}
