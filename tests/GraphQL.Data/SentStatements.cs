using System.Diagnostics;

namespace HealthGraph.GraphQL.Data.Tests;

/// <summary>The SQL that goes to the database, as Npgsql's own tracing tells it.</summary>
internal static class SentStatements
{
    public static async Task<IReadOnlyList<string>> OfAsync(Func<Task> ask)
    {
        var statements = new List<string>();
        using var trace = new Activity("test").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == trace.TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                // What another test samples is told here as well.
                if (activity.TraceId == trace.TraceId && activity.GetTagItem("db.query.text") is string text)
                {
                    statements.Add(text);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await ask();
        return statements;
    }
}
