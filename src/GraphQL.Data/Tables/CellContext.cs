using System.Buffers;
using System.Text;
using System.Text.Json;
using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Data.Reading;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data.Tables;

/// <summary>Where the cells of a row are written to, and what they are made of besides the row.</summary>
internal sealed class CellContext : IDisposable
{
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Utf8JsonWriter _jsonWriter;

    public CellContext(CellWriter cells, PageRows rows, ResponsePath path, StatementObservation? observation)
    {
        Cells = cells;
        Rows = rows;
        _jsonWriter = new Utf8JsonWriter(_json, ResponseWriter.JsonOptions);
        Row = new RowContext(_jsonWriter, path, observation);
    }

    public CellWriter Cells { get; }

    public PageRows Rows { get; }

    public RowContext Row { get; }

    public void WriteText(string text) => Cells.WriteText(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes what the field is in JSON.</summary>
    public void WriteJson(FieldWriter field, in Row row)
    {
        _json.ResetWrittenCount();
        _jsonWriter.Reset();
        field.Write(row, Row);
        _jsonWriter.Flush();
        Cells.WriteText(_json.WrittenSpan);
    }

    public void Dispose() => _jsonWriter.Dispose();
}
