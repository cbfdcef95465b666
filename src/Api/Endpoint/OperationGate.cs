using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Endpoint;

/// <summary>How many operations may be under way at once.</summary>
/// <remarks>Subscriptions wait most of their time and are counted by their transport; they leave the gate once they are open.</remarks>
internal sealed class OperationGate(IOptions<GraphQLOptions> options) : ConcurrencyGate(
    options.Value.MaxConcurrentOperationsPerCaller,
    options.Value.MaxConcurrentOperations,
    options.Value.ConcurrencyWait,
    "Too many operations are under way. Try again in a second.");
