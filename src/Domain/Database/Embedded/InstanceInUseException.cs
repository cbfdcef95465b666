using HealthGraph.Domain.Errors;

namespace HealthGraph.Domain.Database.Embedded;

/// <summary>Another live process works on the same data folder.</summary>
public sealed class InstanceInUseException(string directory, InstanceDescription? holder)
    : HealthGraphException("INSTANCE_IN_USE", Describe(directory, holder))
{
    public InstanceDescription? Holder { get; } = holder;

    private static string Describe(string directory, InstanceDescription? holder) => holder switch
    {
        null => $"Another HealthGraph process is using {directory}. Stop it, or choose another folder with --data.",
        { Url: null } => $"HealthGraph is already using {directory} (process {holder.ProcessId}). "
            + "Stop it, or choose another folder with --data.",
        _ => $"HealthGraph is already running on {directory} (process {holder.ProcessId}, {holder.Url}). "
            + "Stop it, or choose another folder with --data.",
    };
}
