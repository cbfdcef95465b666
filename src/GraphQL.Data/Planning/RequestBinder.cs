using HealthGraph.GraphQL.Data.Groups;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>
/// Takes the arguments of a request apart, in the order in which <see cref="Sql.StatementCompiler"/> reads them: filter,
/// order, page, cursors, then each nested list in slot order.
/// </summary>
internal sealed class RequestBinder
{
    private const int MaxOrderKeys = 30;

    private readonly IReadOnlyDictionary<string, object?> _variables;

    public RequestBinder(OperationContext operation)
    {
        _variables = operation.Variables;
        if (operation.Services.GetRequiredService<IRelationAccess>().ViewFor(operation) is { } view)
        {
            Request.Add(InstructionCode.View, view);
        }
    }

    public BoundRequest Request { get; } = new();

    /// <summary>Groups of fewer rows are not shown.</summary>
    public int SmallestGroup { get; init; }

    /// <summary>Whether pages may be of any size, and are all rows when nothing says how many.</summary>
    public bool ReadsWhole { get; init; }

    /// <summary>What the cursors of the page are marked with, when there are any.</summary>
    public uint Fingerprint { get; private set; }

    public PageArguments BindConnection(ConnectionPlan plan, Field field, IReadOnlyDictionary<string, object?> arguments)
    {
        var page = ReadsWhole ? PageArguments.ReadWhole(arguments) : PageArguments.Read(arguments, plan.Paging);
        var keys = BindWhereAndOrder(plan.Relation, field, arguments);
        Request.Add(InstructionCode.Limit, null, page.Size == PageArguments.All ? -1 : page.Size);
        if (page.Backward)
        {
            Request.Add(InstructionCode.Backward);
        }

        if (plan.NeedsCursors || page.After is not null || page.Before is not null)
        {
            Fingerprint = Cursor.Fingerprint(plan.Relation, keys);
        }

        var (seek, other) = page.Backward ? ("before", "after") : ("after", "before");
        BindCursor(InstructionCode.SeekCursor, seek, page.Backward ? page.Before : page.After, keys);
        BindCursor(InstructionCode.OtherCursor, other, page.Backward ? page.After : page.Before, keys);
        BindLists(plan.Scope);
        foreach (var group in plan.Groups)
        {
            new GroupBinder(Request) { ReadsWhole = ReadsWhole }.Bind(group, group.Field.CoerceArguments(_variables), SmallestGroup);
        }

        return page;
    }

    public void BindRow(RowPlan plan, IEnumerable<(Column Column, object Value)> key)
    {
        foreach (var (column, value) in key)
        {
            Request.AddParameter(column.Type, column.Type.ToParameter(value));
        }

        BindLists(plan.Scope);
    }

    /// <summary>Binds several keys, an array for each of their columns.</summary>
    public void BindRows(RowPlan plan, IReadOnlyList<IReadOnlyList<object>> keys)
    {
        for (var i = 0; i < plan.Relation.Key.Count; i++)
        {
            var type = plan.Relation.Key[i].Type;
            Request.AddArrayParameter(type, type.ToArrayParameter([.. keys.Select(key => key[i])]));
        }

        BindLists(plan.Scope);
    }

    private List<OrderKey> BindWhereAndOrder(Relation relation, Field field, IReadOnlyDictionary<string, object?> arguments)
    {
        new FilterBinder(Request).Bind(arguments.GetValueOrDefault("where"), field.FindArgument("where")!);
        var keys = OrderBinder.Bind(
            Request, relation, arguments.GetValueOrDefault("order"), field.FindArgument("order")?.Type.Named as InputObjectType);
        return keys.Count <= MaxOrderKeys
            ? keys
            : throw new GraphQLException($"`order` can have {MaxOrderKeys} keys at most.", ErrorCodes.InvalidFilter);
    }

    private void BindCursor(InstructionCode code, string argument, string? cursor, List<OrderKey> keys)
    {
        if (cursor is null)
        {
            return;
        }

        var values = Cursor.Decode(argument, cursor, Fingerprint, keys);
        var nulls = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is { } value)
            {
                Request.AddParameter(keys[i].Column.Type, value);
            }
            else
            {
                nulls |= 1 << i;
            }
        }

        Request.Add(code, null, nulls);
    }

    private void BindLists(SelectScope scope)
    {
        foreach (var slot in scope.Slots)
        {
            if (slot is CountSlot { Field: var counted })
            {
                new FilterBinder(Request).Bind(
                    counted.CoerceArguments(_variables).GetValueOrDefault(RelationTypes.WhereField), counted.Definition.FindArgument(RelationTypes.WhereField)!);
            }
            else if (slot is ListSlot { List: var list })
            {
                var arguments = list.Field.CoerceArguments(_variables);
                var size = PageArguments.Check(
                    "first", arguments.GetValueOrDefault("first") as int? ?? list.Link.DefaultPageSize, list.Link.MaxPageSize);
                _ = BindWhereAndOrder(list.Scope.Relation, list.Field.Definition, arguments);
                Request.Add(InstructionCode.Limit, null, size);
                BindLists(list.Scope);
            }
        }
    }
}
