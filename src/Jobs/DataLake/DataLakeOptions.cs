using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.DataLake;

/// <summary>Where the lake is. Environment: <c>HEALTHGRAPH__LAKE__…</c>. With a bucket it is S3, else a folder.</summary>
public sealed class DataLakeOptions
{
    public const string Section = "HealthGraph:Lake";

    /// <summary>The local folder; <c>lake</c> in the data folder unless said otherwise.</summary>
    public string? Folder { get; set; }

    public string? Bucket { get; set; }

    /// <summary>What all paths in the bucket begin with.</summary>
    public string? Prefix { get; set; }

    public string? Region { get; set; }

    /// <summary>The address of an S3-compatible server; none means Amazon.</summary>
    [Url]
    public string? ServiceUrl { get; set; }

    /// <summary>Puts the bucket into the path instead of the host name; S3-compatible servers mostly need it.</summary>
    public bool? ForcePathStyle { get; set; }

    /// <summary>Without keys the SDK looks where it always looks: environment, profile, role of the machine.</summary>
    public string? AccessKey { get; set; }

    public string? SecretKey { get; set; }

    /// <summary>Sent only when set: a server without key management refuses it.</summary>
    [AllowedValues(null, "AES256", "aws:kms")]
    public string? ServerSideEncryption { get; set; }

    public string? KmsKeyId { get; set; }

    /// <summary>How long a request to a bucket may take, and what is read from one may be silent.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How much is gathered before a part is sent; files below it are sent whole.</summary>
    [Range(5 * 1024 * 1024, 512 * 1024 * 1024)]
    public int PartSize { get; set; } = 8 * 1024 * 1024;
}

[OptionsValidator]
internal sealed partial class DataLakeOptionsValidator : IValidateOptions<DataLakeOptions>;
