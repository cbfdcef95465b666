using System.Buffers;
using System.Text.Json;
using HealthGraph.GraphQL.Data.Reading;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data.Tables;

/// <summary>A JSON object for each row, on a line of its own.</summary>
internal sealed class NdjsonTableWriter : TableWriter
{
    private readonly TablePlan _plan;
    private readonly PageRows _rows;
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly Utf8JsonWriter _json;
    private readonly RowContext _context;

    public NdjsonTableWriter(TablePlan plan, PageRows rows, ResponsePath path, StatementObservation? observation)
    {
        _plan = plan;
        _rows = rows;
        _json = new Utf8JsonWriter(_buffer, ResponseWriter.JsonOptions);
        _context = new RowContext(_json, path, observation);
    }

    public override ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public override void Clear() => _buffer.ResetWrittenCount();

    public override void WriteHeader()
    {
        // The names are in each line.
    }

    public override void WriteRow()
    {
        var row = _rows.Current;
        _json.WriteStartObject();
        foreach (var part in _plan.Parts)
        {
            if (part.Fields is { } fields)
            {
                fields.WriteFields(row, _context);
            }
            else
            {
                _json.WriteString(part.CursorName, _rows.CurrentCursor);
            }
        }

        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        "\n"u8.CopyTo(_buffer.GetSpan(1));
        _buffer.Advance(1);
    }

    public override void Dispose() => _json.Dispose();
}
