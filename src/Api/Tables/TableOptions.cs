using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Tables;

/// <summary>Bound from <c>HealthGraph:Tables</c>: what a CSV or NDJSON response may take. It has no page size, so its limits are its own.</summary>
public sealed class TableOptions
{
    public const string Section = "HealthGraph:Tables";

    /// <summary>How long a table may take, until its last byte is written.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Tables that are read at once in this process; each holds a connection to the database.</summary>
    [Range(1, 1000)]
    public int MaxConcurrent { get; set; } = 8;

    /// <summary>The same for each caller.</summary>
    [Range(1, 1000)]
    public int MaxConcurrentPerCaller { get; set; } = 4;

    /// <summary>How long a table waits for others to end before it is refused.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ConcurrencyWait { get; set; } = TimeSpan.FromSeconds(10);
}

[OptionsValidator]
internal sealed partial class TableOptionsValidator : IValidateOptions<TableOptions>;
