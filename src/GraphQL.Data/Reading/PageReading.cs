using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data.Reading;

/// <summary>The statement of a page that stays open between payloads.</summary>
internal sealed class PageReading : IAsyncDisposable
{
    private readonly StatementReading _reading;

    private PageReading(StatementReading reading, PageRows rows)
    {
        _reading = reading;
        Rows = rows;
    }

    /// <summary>The rows, the first one read.</summary>
    public PageRows Rows { get; }

    public StatementObservation? Observation => _reading.Observation;

    public static async ValueTask<PageReading> OpenAsync(
        FieldContext field,
        ConnectionPlan plan,
        Statement statement,
        BoundRequest request,
        PageArguments page,
        uint fingerprint,
        CancellationToken cancellationToken)
    {
        var reading = await StatementReading.OpenAsync(field.Operation, statement, request, plan.Given, cancellationToken);
        var opened = new PageReading(reading, new PageRows(reading.Reader, statement, page, fingerprint, request.GroupLimits));
        try
        {
            await opened.Rows.ReadFirstAsync(cancellationToken);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    public void Complete() => _reading.Complete();

    public async ValueTask DisposeAsync()
    {
        Rows.Dispose();
        await _reading.DisposeAsync();
    }
}
