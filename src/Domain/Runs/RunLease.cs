namespace HealthGraph.Domain.Runs;

/// <summary>
/// Who takes a run (the node's name, a slash, and something of the process's own), for how long without a sign of life, and Quartz's
/// name for the execution, by which any node can interrupt it.
/// </summary>
public sealed record RunLease(string Owner, TimeSpan Duration, string? FireInstanceId = null);
