using System.Text;
using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Data.Reading;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data.Tables;

/// <summary>A line for each row, and one with the columns' names before them.</summary>
internal sealed class CsvTableWriter : TableWriter
{
    private readonly CsvFormat _format;
    private readonly Cell[] _columns;
    private readonly LinkedRow[] _linked;
    private readonly PageRows _rows;
    private readonly CellWriter _cells;
    private readonly CellContext _context;

    public CsvTableWriter(CsvFormat format, TablePlan plan, PageRows rows, ResponsePath path, StatementObservation? observation)
    {
        _format = format;
        _columns = [.. plan.Cells];
        _linked = observation is null ? [] : [.. plan.Parts.SelectMany(part => part.Fields?.LinkedRows() ?? [])];
        _rows = rows;
        _cells = new CellWriter(_columns.Length, format.EscapesFormulas);
        _context = new CellContext(_cells, rows, path, observation);
    }

    public override ReadOnlyMemory<byte> Written => _cells.Written;

    public override void Clear() => _cells.Clear();

    public override void WriteHeader()
    {
        if (_format.HasByteOrderMark)
        {
            _cells.WritePlain("\uFEFF"u8);
        }

        foreach (var column in _columns)
        {
            _cells.BeginCell();
            _cells.WriteText(Encoding.UTF8.GetBytes(column.Name));
        }

        _cells.EndLine();
    }

    public override void WriteRow()
    {
        var row = _rows.Current;
        foreach (var column in _columns)
        {
            _cells.BeginCell();
            column.Write(row, _context);
        }

        _cells.EndLine();
        foreach (var (presenceSlot, counter) in _linked)
        {
            if (!row.IsNull(presenceSlot))
            {
                _context.Row.Count(counter);
            }
        }
    }

    public override void Dispose()
    {
        _context.Dispose();
        _cells.Dispose();
    }
}
