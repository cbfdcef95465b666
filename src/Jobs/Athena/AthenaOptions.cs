using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.Athena;

/// <summary>How Athena is reached. Environment: <c>HEALTHGRAPH__ATHENA__…</c>.</summary>
public sealed class AthenaOptions
{
    public const string Section = "HealthGraph:Athena";

    /// <summary>A region of AWS, such as <c>us-west-2</c>; the bucket of the results is in the same one.</summary>
    public string? Region { get; set; }

    /// <summary>Another address than the region's, of a VPC endpoint for instance.</summary>
    [Url]
    public string? ServiceUrl { get; set; }

    /// <summary>Another address of S3 for the results than the region's.</summary>
    [Url]
    public string? ResultServiceUrl { get; set; }

    /// <summary>Without keys the SDK looks where it always looks: environment, profile, role of the machine.</summary>
    public string? AccessKey { get; set; }

    public string? SecretKey { get; set; }

    public string? Database { get; set; }

    public string Catalog { get; set; } = "AwsDataCatalog";

    public string? WorkGroup { get; set; }

    /// <summary>Where the results go, <c>s3://bucket/folder/</c>; none leaves it to the workgroup, which may overrule it anyway.</summary>
    [RegularExpression("s3://.+")]
    public string? OutputLocation { get; set; }

    [AllowedValues(null, "SSE_S3", "SSE_KMS", "CSE_KMS")]
    public string? EncryptionOption { get; set; }

    public string? KmsKey { get; set; }

    /// <summary>The account that the bucket has to belong to.</summary>
    public string? ExpectedBucketOwner { get; set; }

    /// <summary>Queries of one state that run at the same time; an account has a quota of them.</summary>
    [Range(1, 20)]
    public int ParallelQueries { get; set; } = 4;

    /// <summary>A query that has not ended by then is stopped. Waiting in Athena's queue counts.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "24:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>The first wait between two looks at a query; each is half as long again as the last, up to <see cref="LongestPollInterval"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(0.5);

    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan LongestPollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one request may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is sent again that was throttled, or met a server or network that failed.</summary>
    [Range(1, 10)]
    public int Retries { get; set; } = 4;

    /// <summary>The wait before the first of those; each is about twice the last, and none is the same on two nodes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan Backoff { get; set; } = TimeSpan.FromSeconds(0.2);
}

[OptionsValidator]
internal sealed partial class AthenaOptionsValidator : IValidateOptions<AthenaOptions>;
