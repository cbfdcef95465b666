using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.Runs;

/// <summary>Who this process is to the others: the node's name, and behind a slash what tells its processes apart.</summary>
public sealed class RunNode(IOptions<RunOptions> options)
{
    /// <summary>True when the name outlives the process, so that leases under it of another process are known to be nobody's.</summary>
    public bool IsStable { get; } = options.Value.InstanceId is { Length: > 0 };

    public string Name { get; } = options.Value.InstanceId is { Length: > 0 } given
        ? given
        : $"{Environment.MachineName}-{Environment.ProcessId}";

    public string Owner => field ??= $"{Name}/{Guid.NewGuid():N}";
}
