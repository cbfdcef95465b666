namespace HealthGraph.Domain.Runs;

/// <summary>A run that failed and of which somebody is to be told.</summary>
/// <param name="Id">The same however often it is sent.</param>
/// <param name="Attempts">How often it was sent in vain.</param>
public sealed record RunNotification(Guid Id, Run Run, int Attempts);
