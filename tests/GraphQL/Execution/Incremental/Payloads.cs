using System.Text;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Execution.Incremental;
using static HealthGraph.GraphQL.Tests.Execution.Requests;

namespace HealthGraph.GraphQL.Tests.Execution.Incremental;

/// <summary>Documents run as a host runs them that can deliver in several payloads.</summary>
internal static class Payloads
{
    /// <summary>The text of every payload.</summary>
    public static async Task<List<string>> DeliverAsync(
        this OperationExecutor executor, string document, string? variables = null, object? root = null)
    {
        using var result = await executor.BeginAsync(document, variables, root);
        if (result is ExecutionResult single)
        {
            return [await WriteAsync(single)];
        }

        var incremental = Assert.IsType<IncrementalResult>(result);
        var payloads = new List<string> { await TextOf(writer => ResultSerializer.WriteAsync(incremental, writer, Cancellation)) };
        await foreach (var update in incremental.Updates.WithCancellation(Cancellation))
        {
            payloads.Add(await TextOf(update));
        }

        return payloads;
    }

    public static ValueTask<OperationResult> BeginAsync(
        this OperationExecutor executor, string document, string? variables = null, object? root = null)
    {
        var request = For(document, variables, root);
        return executor.ExecuteAsync(
            new OperationRequest
            {
                Document = request.Document,
                Variables = request.Variables,
                RootValue = root,
                Services = request.Services,
                AcceptsIncrementalDelivery = true,
            },
            Cancellation);
    }

    public static Task<string> TextOf(IncrementalUpdate update) =>
        TextOf(writer => ResultSerializer.WriteAsync(update, writer, Cancellation));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<string> TextOf(Func<ResponseWriter, ValueTask> write)
    {
        using var output = new MemoryStream();
        await using var writer = new ResponseWriter(output);
        await write(writer);
        await writer.FlushAsync(Cancellation);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
