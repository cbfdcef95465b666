using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data.Reading;

/// <summary>A page: read from its one statement row by row, and written as it comes.</summary>
internal sealed class ConnectionValue(
    FieldContext field, ConnectionPlan plan, Statement statement, BoundRequest request, PageArguments page, uint fingerprint)
    : StreamedValue
{
    public override StreamedRest? Rest => PutOff;

    /// <summary>What comes later.</summary>
    public StreamedRest? PutOff { get; init; }

    /// <summary>Writes the page in this one's place when its rows go on in later payloads.</summary>
    public RestOfRows? RestOfRows { get; init; }

    public override async ValueTask WriteAsync(ResponseWriter writer, CancellationToken cancellationToken)
    {
        if (RestOfRows is not null)
        {
            await RestOfRows.WriteFirstAsync(writer, cancellationToken);
            return;
        }

        await using var reading = await StatementReading.OpenAsync(field.Operation, statement, request, plan.Given, cancellationToken);
        using var rows = new PageRows(reading.Reader, statement, page, fingerprint, request.GroupLimits);
        await rows.ReadFirstAsync(cancellationToken);
        await new ConnectionWriter(writer, plan, page, rows, new RowContext(writer, field.Path, reading.Observation)).WriteAsync(cancellationToken);
        reading.Complete();
    }
}
