using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Audit;

/// <summary>Bound from <c>HealthGraph:Audit</c>: how what is read and changed is recorded.</summary>
public sealed class AuditOptions
{
    public const string Section = "HealthGraph:Audit";

    /// <summary>A login of its own for writing, a member of <c>healthgraph_auditor</c>; null means the login of the database.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Statements and mutations that may be under way or wait to be written, in this process. Past it patients are not read.</summary>
    [Range(1, 1_000_000)]
    public int Capacity { get; set; } = 10_000;

    /// <summary>For how many months an event is kept at least; 0 is for ever. Six years are what HIPAA asks for.</summary>
    [Range(0, 1_200)]
    public int RetentionMonths { get; set; } = 72;

    /// <summary>How long a node that stops tries to write what waits, before it logs it.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:25")]
    public TimeSpan ShutdownWait { get; set; } = TimeSpan.FromSeconds(10);
}

[OptionsValidator]
internal sealed partial class AuditOptionsValidator : IValidateOptions<AuditOptions>;
