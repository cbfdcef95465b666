using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.TypeSystem;
using NpgsqlTypes;

namespace HealthGraph.GraphQL.Data.Groups;

/// <summary>Takes the arguments of <c>groups</c> apart, in the order in which <see cref="GroupSql"/> reads them.</summary>
internal sealed class GroupBinder(BoundRequest request)
{
    private const int MaxKeys = 10;

    /// <summary>Whether there may be any number of groups, and all are given when nothing says how many.</summary>
    public bool ReadsWhole { get; init; }

    /// <param name="smallest">Groups of fewer rows are not shown.</param>
    public void Bind(GroupPlan plan, IReadOnlyDictionary<string, object?> arguments, int smallest)
    {
        var begin = request.Instructions.Count;
        var keys = BindKeys(arguments.GetValueOrDefault("by") as IReadOnlyList<object?> ?? []);
        if (smallest > 1)
        {
            request.Add(InstructionCode.SmallestGroup, null, smallest);
        }

        new FilterBinder(request).Bind(arguments.GetValueOrDefault("having"), plan.Field.Definition.FindArgument("having")!);
        BindOrder(plan, keys, arguments.GetValueOrDefault("order"));

        var selected = plan.Scope.Slots.Cast<ColumnSlot>().Select(slot => slot.Column);
        foreach (var column in selected.Concat(request.Instructions.Skip(begin).Select(step => step.Target).OfType<Column>()))
        {
            foreach (var link in plan.Definition.LinksOf(column))
            {
                request.Use(link.Target());
            }
        }

        var first = arguments.GetValueOrDefault("first") as int?;
        if (ReadsWhole)
        {
            request.Add(InstructionCode.Limit, null, first is { } given ? PageArguments.Check("first", given, PageArguments.All) : -1);
            return;
        }

        var size = PageArguments.Check("first", first ?? GroupTypes.DefaultSize, GroupTypes.MaxSize);
        // One more tells whether there are more than anyone asked for.
        request.Add(InstructionCode.Limit, null, first is null ? size + 1 : size);
        request.GroupLimits.Add(size);
    }

    private List<GroupKey> BindKeys(IReadOnlyList<object?> by)
    {
        if (by.Count > MaxKeys)
        {
            throw Invalid($"`by` can have {MaxKeys} fields at most.");
        }

        var keys = new List<GroupKey>(by.Count);
        foreach (IReadOnlyDictionary<string, object?>? entry in by)
        {
            var key = (GroupKey)entry!["field"]!;
            if (keys.Contains(key))
            {
                throw Invalid($"`by` has the field `{key.Output.FieldName}` twice.");
            }

            keys.Add(key);
            BindKey(key, entry.GetValueOrDefault("bucket") as GroupBucket? ?? GroupBucket.None, entry.GetValueOrDefault("timeZone") as string);
        }

        return keys;
    }

    private void BindKey(GroupKey key, GroupBucket bucket, string? timeZone)
    {
        var isInstant = key.Source.Type.ParameterType == NpgsqlDbType.TimestampTz;
        var isDate = key.Source.Type.ParameterType == NpgsqlDbType.Date;
        if (bucket != GroupBucket.None && !isInstant && !isDate && key.Source.Type.ParameterType != NpgsqlDbType.Timestamp)
        {
            throw Invalid($"`{key.Output.FieldName}` is neither a date nor an instant: it cannot have a `bucket`.");
        }

        if (bucket == GroupBucket.Hour && isDate)
        {
            throw Invalid($"`{key.Output.FieldName}` is a date: its `bucket` must be DAY, WEEK, MONTH, QUARTER or YEAR, not HOUR.");
        }

        if (timeZone is not null && (!isInstant || bucket == GroupBucket.None))
        {
            throw Invalid($"`timeZone` is for instants in buckets: `{key.Output.FieldName}` {(isInstant ? "has no `bucket`" : "is no instant")}.");
        }

        request.Add(InstructionCode.GroupKey, key, (int)bucket);
        if (isInstant && bucket != GroupBucket.None)
        {
            request.AddParameter(ColumnTypes.Text, TimeZoneNames.Check(timeZone ?? "UTC"));
        }
    }

    private void BindOrder(GroupPlan plan, List<GroupKey> keys, object? order)
    {
        var definition = plan.Definition;
        var orderKeys = OrderBinder.Read(request, order, (InputObjectType)plan.Field.Definition.FindArgument("order")!.Type.Named);
        foreach (var orderKey in orderKeys)
        {
            if (definition.FindKey(orderKey.Column) is { } key && !keys.Contains(key))
            {
                throw Invalid($"`order` names the key `{key.Output.FieldName}`, by which the rows are not grouped: add it to `by`.");
            }
        }

        foreach (var key in keys)
        {
            OrderBinder.Add(orderKeys, new OrderKey([], key.Output, false));
        }

        OrderBinder.Write(request, orderKeys);
    }

    private static GraphQLException Invalid(string message) => new(message, ErrorCodes.InvalidFilter);
}
