using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Data.Tables;

/// <summary>
/// Finds the one list in an operation that is its table. What stands beside it and tells nothing of a row (<c>totalCount</c>,
/// <c>pageInfo</c>, <c>__typename</c>) is passed over, so that a dashboard's query can be asked as it is.
/// </summary>
internal static class TablePlanner
{
    public static TablePlan Plan(OperationContext operation)
    {
        if (operation.Definition.Operation != OperationType.Query || operation.Schema.QueryType is not { } query)
        {
            throw Refused("A table is made of the rows of a query: mutations and subscriptions have none.");
        }

        var fields = operation.Selections.CollectRoot(query).Where(IsNotTypeName).ToList();
        if (fields is not [var field])
        {
            throw Refused($"A table is made of one list: select one field, not {fields.Count}{Names(fields)}.");
        }

        if (!field.Definition.Features.TryGet<ConnectionFeature>(out var feature))
        {
            throw Refused($"A table is made of the rows of a list: `{field.Definition.Name}` is none.");
        }

        var lists = field.Collect((ObjectType)field.Definition.Type.Named).Where(IsList).ToList();
        if (lists is not [var list])
        {
            throw Refused(lists.Count == 0
                ? $"A table is made of rows: select `nodes`, `edges` or `groups` of `{field.ResponseName}`."
                : $"A table is made of one list: select `nodes`, `edges` or `groups` of `{field.ResponseName}`, not {lists.Count}{Names(lists)}.");
        }

        var plan = SelectionPlanner.PlanList(field, list, feature);
        var parts = PartsOf(plan.Fields[0]).ToList();
        Cell[] cells = [.. parts.SelectMany(part => part.Cells)];
        return cells.Length == 0 ? throw Refused($"A table needs a column: select `node` or `cursor` of `{list.ResponseName}`.")
            : cells.CountBy(cell => cell.Name).FirstOrDefault(count => count.Value > 1).Key is { } twice ? throw Refused($"Two columns would be named `{twice}`: give one an alias.")
            : new TablePlan(field, plan, parts, cells);
    }

    private static IEnumerable<TablePart> PartsOf(ConnectionFieldPlan list) => list switch
    {
        { Groups: { } groups } => [TablePart.Of(groups.Group)],
        { Row: { } row } => [TablePart.Of(row)],
        _ => list.Fields.Where(part => part.Part is not null)
            .Select(part => part.Row is { } node ? TablePart.Of(node) : TablePart.Cursor(part.Name)),
    };

    private static bool IsNotTypeName(CollectedField field) => !field.Definition.Name.StartsWith("__", StringComparison.Ordinal);

    private static bool IsList(CollectedField field) => field.Definition.Features.Get<ConnectionPartFeature>()?.Part
        is ConnectionPart.Nodes or ConnectionPart.Edges or ConnectionPart.Groups;

    private static string Names(List<CollectedField> fields) =>
        fields.Count == 0 ? "" : $" ({string.Join(", ", fields.Take(5).Select(field => $"`{field.ResponseName}`"))}{(fields.Count > 5 ? ", …" : "")})";

    private static GraphQLException Refused(string message) => new(message, ErrorCodes.InvalidRequest);
}
