using Microsoft.Extensions.Options;
using System.ComponentModel.DataAnnotations;

namespace HealthGraph.Jobs.Runs;

/// <summary>How runs are watched over. Environment: <c>HEALTHGRAPH__JOBS__…</c>.</summary>
public sealed class RunOptions
{
    public const string Section = "HealthGraph:Jobs";

    /// <summary>The node's name. One that lives as long as the machine lets a restarted node take its own runs up at once; two live nodes must not share it.</summary>
    public string? InstanceId { get; set; }

    /// <summary>How many runs this node executes at a time.</summary>
    [Range(1, 64)]
    public int MaxConcurrency { get; set; } = 4;

    /// <summary>How long a run stays with a node that gives no sign of life.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a node gives a sign of life, writes progress down and looks for a wish to cancel.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(0.8);

    /// <summary>How often a node looks for runs that were left behind.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(2);

    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>The wait before the second attempt; four times as long before each one after it.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Backoff { get; set; } = TimeSpan.FromSeconds(5);

    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The wait after the given number of failed attempts.</summary>
    public TimeSpan BackoffAfter(int failedAttempts)
    {
        var ticks = Backoff.Ticks * Math.Pow(4, failedAttempts - 1);
        return ticks < MaxBackoff.Ticks ? TimeSpan.FromTicks((long)ticks) : MaxBackoff;
    }
}

[OptionsValidator]
internal sealed partial class RunOptionsValidator : IValidateOptions<RunOptions>;
