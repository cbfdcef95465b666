namespace HealthGraph.Domain.Runs;

/// <summary>How far a run is; what is not known is null.</summary>
public sealed record RunProgress(string? Step, long? Rows = null, long? Bytes = null, double? Percent = null)
{
    public static readonly RunProgress None = new(Step: null);
}
