using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Data.Reading;
using HealthGraph.GraphQL.Data.Sql;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HealthGraph.GraphQL.Data.Tables;

/// <summary>
/// The one list of an operation, read row by row from one statement (one snapshot) and written as it comes: its memory does not depend
/// on how long it is.
/// </summary>
public sealed class Table
{
    private const int FlushThreshold = 32 * 1024;

    private readonly OperationContext _operation;
    private readonly TablePlan _plan;
    private readonly Statement _statement;
    private readonly BoundRequest _request;
    private readonly PageArguments _page;
    private readonly uint _fingerprint;

    private Table(OperationContext operation, TablePlan plan)
    {
        _operation = operation;
        _plan = plan;
        var access = operation.Services.GetRequiredService<IRelationAccess>();
        var binder = new RequestBinder(operation)
        {
            ReadsWhole = true,
            SmallestGroup = plan.List.Groups.Count == 0 ? 0 : access.SmallestGroup(plan.List.Relation, operation),
        };
        _page = binder.BindConnection(plan.List, plan.Field.Definition, plan.Field.CoerceArguments(operation.Variables));
        operation.DemandAccess(plan.List.Relations, binder.Request.Relations);
        _statement = plan.List.Statements.GetOrAdd(binder.Request, StatementCompiler.CompileTable, plan.List);
        if (plan.List.Groups.Count > 0)
        {
            // Of the page that was asked for nothing is read: the groups are of all rows.
            _page = new PageArguments(PageArguments.All, Backward: false, After: null, Before: null);
        }

        _request = binder.Request;
        _fingerprint = binder.Fingerprint;
    }

    /// <summary>What the list is called in the response.</summary>
    public string Name => _plan.Field.ResponseName;

    /// <summary>The columns' names, in the order of the selection.</summary>
    public IReadOnlyList<string> Columns => [.. _plan.Cells.Select(cell => cell.Name)];

    /// <summary>Rows written so far.</summary>
    public long Rows { get; private set; }

    /// <summary>The table that the operation asks for.</summary>
    /// <exception cref="GraphQLException">It asks for none, or for what the caller may not read.</exception>
    public static Table Of(OperationContext operation)
    {
        var plan = operation.Prepared.Bag.GetOrAdd(operation.Selections, static (_, operation) => TablePlanner.Plan(operation), operation);
        return new Table(operation, plan);
    }

    /// <summary>Reads and writes all of it. A failure after the first bytes leaves the stream as it is then: its owner has to break it off.</summary>
    public async Task WriteAsync(TableFormat format, Stream output, CancellationToken cancellationToken)
    {
        await using var reading = await StatementReading.OpenAsync(_operation, _statement, _request, _plan.List.Given, cancellationToken);
        try
        {
            await WriteAsync(format, reading.Reader, reading.Observation, output, cancellationToken);
            reading.Complete();
        }
        catch
        {
            reading.Cancel();
            throw;
        }
    }

    private async Task WriteAsync(
        TableFormat format, NpgsqlDataReader reader, StatementObservation? observation, Stream output, CancellationToken cancellationToken)
    {
        using var rows = new PageRows(reader, _statement, _page, _fingerprint, []);
        using var writer = TableWriter.Create(format, _plan, rows, ResponsePath.Root(Name), observation);
        var given = _plan.List.Given.Of(_plan.List.Relation);
        var counter = _plan.List.Groups.Count > 0 ? given.GroupCounter : given.RowCounter;
        await rows.ReadFirstAsync(cancellationToken);
        writer.WriteHeader();
        for (; rows.HasRow; await rows.MoveNextAsync(cancellationToken))
        {
            writer.WriteRow();
            Rows++;
            observation?.Count(counter);
            if (writer.Written.Length >= FlushThreshold)
            {
                await output.WriteAsync(writer.Written, cancellationToken);
                writer.Clear();
            }
        }

        await output.WriteAsync(writer.Written, cancellationToken);
    }
}
