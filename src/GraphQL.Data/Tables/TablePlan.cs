using System.Text.Json;
using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data.Tables;

/// <summary>What an operation asks for as a table; made once per operation and @skip/@include mask.</summary>
/// <param name="Field">The root field.</param>
/// <param name="List">The plan of its one list of rows or groups.</param>
/// <param name="Parts">What makes up a row, in the order of the selection.</param>
/// <param name="Cells">The columns.</param>
internal sealed record TablePlan(CollectedField Field, ConnectionPlan List, IReadOnlyList<TablePart> Parts, IReadOnlyList<Cell> Cells);

/// <summary>Fields of a row, or its cursor.</summary>
internal sealed record TablePart(ObjectPlan? Fields, JsonEncodedText CursorName, IReadOnlyList<Cell> Cells)
{
    public static TablePart Of(ObjectPlan fields) => new(fields, default, [.. fields.Cells()]);

    public static TablePart Cursor(string name) => new(null, JsonEncodedText.Encode(name), [new CursorCell(name)]);
}
