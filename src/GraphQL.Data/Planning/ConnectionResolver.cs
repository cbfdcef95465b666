using HealthGraph.GraphQL.Data.Nodes;
using HealthGraph.GraphQL.Data.Reading;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.Data.Sql;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>Resolves a connection field to a page that is read while it is written.</summary>
internal static class ConnectionResolver
{
    public static ValueTask<object?> ResolveAsync(FieldContext context)
    {
        var plan = context.Operation.Prepared.Bag.GetOrAdd(
            context.Selection,
            static selection => SelectionPlanner.PlanConnection(selection, selection.Definition.Features.Get<ConnectionFeature>()!));
        return ValueTask.FromResult<object?>(ValueOf(plan, context));
    }

    private static ConnectionValue ValueOf(ConnectionPlan plan, FieldContext context)
    {
        var operation = context.Operation;
        var binder = new RequestBinder(operation) { SmallestGroup = SmallestGroup(plan, operation) };
        var page = binder.BindConnection(plan, context.Field, context.Arguments);
        operation.DemandAccess(plan.Relations, binder.Request.Relations);

        var statement = plan.Statements.GetOrAdd(binder.Request, StatementCompiler.CompileConnection, plan);
        if (plan.Streamed is null && plan.Apart.Count == 0)
        {
            return new ConnectionValue(context, plan, statement, binder.Request, page, binder.Fingerprint);
        }

        var apart = plan.Apart.Select(part => new StreamedFields(part.Part, ValueOf(part.Plan, context)));
        var rows = InitialCount(plan, operation) is { } count
            ? new RestOfRows(context, plan, statement, binder.Request, page, binder.Fingerprint, count)
            : null;
        return new ConnectionValue(context, plan, statement, binder.Request, page, binder.Fingerprint)
        {
            RestOfRows = rows,
            PutOff = rows is null
                ? new StreamedRest { Fields = [.. apart] }
                : new StreamedRest
                {
                    Lists = [new StreamedItems(plan.Streamed!.Name, plan.Streamed.Stream!, rows)],
                    Fields = [.. apart, .. plan.AfterRows.Select(part => new StreamedFields(part.Part, new AfterRowsValue(rows, part.Fields)))],
                },
        };
    }

    private static int? InitialCount(ConnectionPlan plan, OperationContext operation) =>
        plan.Streamed?.Stream is { } stream ? stream.GetInitialCount(operation.Variables) ?? int.MaxValue : null;

    private static int SmallestGroup(ConnectionPlan plan, OperationContext operation) =>
        plan.Groups.Count == 0 ? 0 : operation.Services.GetRequiredService<IRelationAccess>().SmallestGroup(plan.Relation, operation);
}

/// <summary>Resolves a field that gives one row by its key.</summary>
internal static class ByKeyResolver
{
    public static ValueTask<object?> ResolveAsync(FieldContext context, Func<object, object?>? keyOf)
    {
        var plan = PlanOf(context);
        var key = keyOf is null ? GlobalId.KeyOf(plan.Relation, context.Argument<string>("id")!)
            : keyOf(context.Parent!) is { } value ? [value]
            : null;
        return ValueTask.FromResult<object?>(key is null ? null : RowOf(context, plan, key));
    }

    public static ValueTask<object?> ResolveByColumnsAsync(FieldContext context)
    {
        var plan = PlanOf(context);
        return ValueTask.FromResult<object?>(RowOf(context, plan, [.. plan.Relation.Key.Select(column => context.Argument<object>(column.FieldName)!)]));
    }

    /// <summary>The row of a key.</summary>
    public static RowValue RowOf(FieldContext context, RowPlan plan, IReadOnlyList<object> key)
    {
        var operation = context.Operation;
        var binder = new RequestBinder(operation);
        binder.BindRow(plan, plan.Relation.Key.Zip(key));
        operation.DemandAccess(plan.Relations, binder.Request.Relations);

        var statement = plan.Statements.GetOrAdd(binder.Request, StatementCompiler.CompileRow, plan);
        return new RowValue(context, plan, statement, binder.Request);
    }

    private static RowPlan PlanOf(FieldContext context) => context.Operation.Prepared.Bag.GetOrAdd(
        context.Selection,
        static selection => SelectionPlanner.PlanRow(
            selection, selection.Definition.Features.Get<ByKeyFeature>()!.Relation, (ObjectType)selection.Definition.Type.Named));
}

internal static class OperationContextExtensions
{
    /// <summary>Asks for every relation that is selected from, and for those that filters and orders lead through.</summary>
    public static void DemandAccess(this OperationContext operation, HashSet<Relation> selected, List<Relation> used)
    {
        var access = operation.Services.GetRequiredService<IRelationAccess>();
        foreach (var relation in selected)
        {
            access.Demand(relation, operation);
        }

        foreach (var relation in used)
        {
            if (!selected.Contains(relation))
            {
                access.Demand(relation, operation);
            }
        }
    }
}
