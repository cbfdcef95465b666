using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace HealthGraph.Jobs.DataLake;

internal static class S3ClientFactory
{
    public static AmazonS3Client Create(DataLakeOptions options)
    {
        var config = new AmazonS3Config { Timeout = options.Timeout };
        if (options.ServiceUrl is { Length: > 0 } url)
        {
            config.ServiceURL = url;
            config.AuthenticationRegion = options.Region ?? "us-east-1";
            config.ForcePathStyle = options.ForcePathStyle ?? true;

            // Other stores refuse, or even store, the trailing checksums that the SDK sends since 2025.
            config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
            config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        }
        else
        {
            config.RegionEndpoint = options.Region is { Length: > 0 } region ? RegionEndpoint.GetBySystemName(region) : null;
            config.ForcePathStyle = options.ForcePathStyle ?? false;
        }

        return options is { AccessKey.Length: > 0, SecretKey.Length: > 0 }
            ? new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config)
            : new AmazonS3Client(config);
    }
}
