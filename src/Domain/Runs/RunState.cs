namespace HealthGraph.Domain.Runs;

/// <summary>QUEUED → RUNNING → SUCCEEDED, FAILED or CANCELLED; RUNNING → QUEUED when another attempt follows.</summary>
public enum RunState
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}

public static class RunStateNames
{
    public static string ToName(this RunState state) => state.ToString().ToUpperInvariant();

    public static RunState Parse(string name) => Enum.Parse<RunState>(name, ignoreCase: true);

    public static bool IsFinished(this RunState state) => state is RunState.Succeeded or RunState.Failed or RunState.Cancelled;
}
