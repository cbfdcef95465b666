using System.Net;
using Amazon.Runtime;
using Amazon.S3;

namespace HealthGraph.Jobs.DataLake;

/// <summary>What S3 answers, as the lake's one clear error. The SDK has retried by then.</summary>
internal static class S3Failure
{
    public static bool Is(Exception e) => e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException;

    // The client's own time limit comes as a cancellation that nobody asked for.
    public static bool IsOrTimeout(Exception e, CancellationToken cancellationToken) =>
        Is(e) || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    public static DataLakeException From(string lake, Exception e) => e switch
    {
        AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } denied =>
            new(DataLakeException.Denied, $"The data lake {lake} refuses access ({denied.ErrorCode}).", e),
        AmazonS3Exception { ErrorCode: "NoSuchUpload" } =>
            new(DataLakeException.Conflict, $"The data lake {lake} does not know the upload any more.", e, isTransient: true),
        AmazonS3Exception { StatusCode: HttpStatusCode.NotFound } missing =>
            new(DataLakeException.NotFound, $"The data lake {lake} does not have it ({missing.ErrorCode}).", e),
        AmazonS3Exception { StatusCode: HttpStatusCode.InsufficientStorage } or AmazonS3Exception { ErrorCode: "QuotaExceeded" } =>
            new(DataLakeException.Full, $"The data lake {lake} is full.", e),
        AmazonS3Exception { StatusCode: HttpStatusCode.PreconditionFailed } =>
            new(DataLakeException.Exists, $"The data lake {lake} has a file of that name already.", e),
        AmazonS3Exception { StatusCode: HttpStatusCode.Conflict, ErrorCode: "ConditionalRequestConflict" } =>
            new(DataLakeException.Conflict, $"The data lake {lake} had another writer of that file at the same moment.", e, isTransient: true),
        AmazonServiceException { StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests } or AmazonServiceException { ErrorCode: "RequestTimeout" } =>
            new(DataLakeException.Unavailable, $"The data lake {lake} has too much to do.", e, isTransient: true),
        AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError } refused =>
            new(DataLakeException.Unavailable, $"The data lake {lake} refuses the request ({refused.ErrorCode}).", e),
        _ => new(DataLakeException.Unavailable, $"The data lake {lake} cannot be reached.", e, isTransient: true),
    };
}
