using System.Buffers;
using System.Text.Json;
using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data.Reading;

/// <summary>
/// Writes a connection's fields in the order they were selected. The first list of rows goes out as it is read; a second one,
/// and any that stands behind something known only after the last row, waits in a buffer.
/// </summary>
internal sealed class ConnectionWriter(ResponseWriter writer, ConnectionPlan plan, PageArguments page, PageRows rows, RowContext context)
{
    private readonly Dictionary<ConnectionFieldPlan, ArrayBufferWriter<byte>> _buffered = [];
    private readonly int _rowCounter = plan.RowCounter;

    /// <summary>How many rows to write; the others are left unread.</summary>
    public int RowLimit { get; init; } = int.MaxValue;

    public async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        var streamed = StreamedList();
        var before = streamed is null ? 0 : plan.Fields.IndexOf(streamed);
        if (streamed is null)
        {
            await WriteListsAsync(null, cancellationToken);
        }

        writer.Json.WriteStartObject();
        WriteFields(plan.Fields.Take(before));
        if (streamed is not null)
        {
            writer.Json.WritePropertyName(streamed.ResponseName);
            await WriteListsAsync(streamed, cancellationToken);
            before++;
        }

        WriteFields(plan.Fields.Skip(before));
        writer.Json.WriteEndObject();
    }

    private ConnectionFieldPlan? StreamedList()
    {
        var first = plan.Fields.Find(part => IsList(part) || part.Part == ConnectionPart.PageInfo);
        return first is not null && IsList(first) ? first : null;
    }

    private static bool IsList(ConnectionFieldPlan part) => part.Part is ConnectionPart.Nodes or ConnectionPart.Edges;

    private async ValueTask WriteListsAsync(ConnectionFieldPlan? streamed, CancellationToken cancellationToken)
    {
        var lists = new List<(ConnectionFieldPlan Part, Utf8JsonWriter Json)>();
        foreach (var part in plan.Fields.Where(IsList))
        {
            lists.Add((part, part == streamed ? writer.Json : Buffer(part)));
            lists[^1].Json.WriteStartArray();
        }

        for (; rows.HasRow && rows.Count < RowLimit; await rows.MoveNextAsync(cancellationToken))
        {
            foreach (var (part, json) in lists)
            {
                context.Json = json;
                WriteRow(part);
            }

            CountRow();
            await writer.FlushIfLargeAsync(cancellationToken);
        }

        context.Json = writer.Json;
        foreach (var (part, json) in lists)
        {
            json.WriteEndArray();
            if (part != streamed)
            {
                await json.DisposeAsync();
            }
        }
    }

    private Utf8JsonWriter Buffer(ConnectionFieldPlan part)
    {
        var buffer = new ArrayBufferWriter<byte>();
        _buffered.Add(part, buffer);
        return new Utf8JsonWriter(buffer, writer.Json.Options);
    }

    /// <summary>Notes that the current row is given out: once, in however many lists it stands.</summary>
    public void CountRow() => context.Count(_rowCounter);

    /// <summary>Writes the current row as an item of the list.</summary>
    public void WriteRow(ConnectionFieldPlan list)
    {
        context.Enter(list.Name);
        context.Enter(rows.Count);
        if (list.Row is not null)
        {
            list.Row.Write(rows.Current, context);
        }
        else
        {
            WriteEdge(list);
        }

        context.Leave();
        context.Leave();
    }

    private void WriteEdge(ConnectionFieldPlan edge)
    {
        var json = context.Json;
        json.WriteStartObject();
        foreach (var part in edge.Fields)
        {
            json.WritePropertyName(part.ResponseName);
            if (part.Row is not null)
            {
                context.Enter(part.Name);
                part.Row.Write(rows.Current, context);
                context.Leave();
            }
            else
            {
                json.WriteStringValue(part.Part == ConnectionPart.Cursor ? rows.CurrentCursor : part.TypeName);
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Writes an object of the fields, all but lists of rows.</summary>
    public void WriteObject(IEnumerable<ConnectionFieldPlan> fields)
    {
        writer.Json.WriteStartObject();
        WriteFields(fields);
        writer.Json.WriteEndObject();
    }

    private void WriteFields(IEnumerable<ConnectionFieldPlan> fields)
    {
        var json = writer.Json;
        foreach (var part in fields)
        {
            json.WritePropertyName(part.ResponseName);
            switch (part.Part)
            {
                case ConnectionPart.Nodes or ConnectionPart.Edges:
                    json.WriteRawValue(_buffered[part].WrittenSpan, skipInputValidation: true);
                    break;
                case ConnectionPart.PageInfo:
                    WritePageInfo(part);
                    break;
                case ConnectionPart.Groups:
                    WriteGroups(part);
                    break;
                case ConnectionPart.TotalCount:
                    json.WriteNumberValue(rows.Total);
                    break;
                default:
                    json.WriteStringValue(part.TypeName);
                    break;
            }
        }
    }

    private void WriteGroups(ConnectionFieldPlan part)
    {
        var groups = part.Groups!;
        context.Enter(part.Name);
        groups.Group.WriteArray(rows.Groups(plan.Groups.IndexOf(groups), groups.Scope.Slots.Count), context);
        context.Leave();
    }

    private void WritePageInfo(ConnectionFieldPlan pageInfo)
    {
        var json = writer.Json;
        json.WriteStartObject();
        foreach (var part in pageInfo.Fields)
        {
            json.WritePropertyName(part.ResponseName);
            switch (part.Part)
            {
                case ConnectionPart.HasNextPage:
                    json.WriteBooleanValue(page.Backward ? page.Before is not null : rows.HasMore);
                    break;
                case ConnectionPart.HasPreviousPage:
                    json.WriteBooleanValue(page.Backward ? rows.HasMore : page.After is not null);
                    break;
                case ConnectionPart.StartCursor:
                    json.WriteStringValue(rows.StartCursor);
                    break;
                case ConnectionPart.EndCursor:
                    json.WriteStringValue(rows.EndCursor);
                    break;
                default:
                    json.WriteStringValue(part.TypeName);
                    break;
            }
        }

        json.WriteEndObject();
    }
}
