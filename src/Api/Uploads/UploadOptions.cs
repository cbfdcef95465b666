using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Uploads;

/// <summary>Bound from <c>HealthGraph:GraphQL:Uploads</c>: what one request may bring along in files.</summary>
public sealed class UploadOptions
{
    public const string Section = "HealthGraph:GraphQL:Uploads";

    /// <summary>The most files. 0 switches uploads off.</summary>
    [Range(0, 1000)]
    public int MaxFiles { get; set; } = 16;

    /// <summary>The largest file, in bytes.</summary>
    [Range(1, 1L << 40)]
    public long MaxFileBytes { get; set; } = 256 * 1000 * 1000;

    /// <summary>The largest form, in bytes: all files, operations and headers together.</summary>
    [Range(1, 1L << 40)]
    public long MaxBytes { get; set; } = 512 * 1000 * 1000;

    /// <summary>How long an operation with files may take, in place of the ordinary time limit: the files arrive meanwhile.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);
}

[OptionsValidator]
internal sealed partial class UploadOptionsValidator : IValidateOptions<UploadOptions>;
