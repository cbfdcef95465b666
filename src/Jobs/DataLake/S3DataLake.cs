using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace HealthGraph.Jobs.DataLake;

/// <summary>The lake in a bucket of Amazon S3, or of a server that speaks like it.</summary>
public sealed class S3DataLake : IDataLake, IDisposable
{
    private readonly AmazonS3Client _client;
    private readonly DataLakeOptions _options;
    private readonly string _prefix;

    public S3DataLake(DataLakeOptions options)
    {
        _options = options;
        _prefix = options.Prefix is { Length: > 0 } prefix ? LakePath.Check(prefix.Trim('/')) + "/" : "";
        _client = S3ClientFactory.Create(options);
    }

    public string Name => $"s3://{_options.Bucket}/{_prefix}";

    public Task<LakeFileStream> CreateAsync(string path, CancellationToken cancellationToken) =>
        Task.FromResult<LakeFileStream>(new S3LakeFileStream(_client, _options, Key(path), Name));

    public async Task<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _client.GetObjectAsync(_options.Bucket, Key(path), cancellationToken);
            return new S3ReadStream(response.ResponseStream, Name, _options.Timeout);
        }
        catch (Exception e) when (S3Failure.IsOrTimeout(e, cancellationToken))
        {
            throw S3Failure.From(Name, e);
        }
    }

    public async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        try
        {
            var request = new CopyObjectRequest
            {
                SourceBucket = _options.Bucket,
                SourceKey = Key(from),
                DestinationBucket = _options.Bucket,
                DestinationKey = Key(to),
            };
            if (_options.ServerSideEncryption is { Length: > 0 } method)
            {
                request.ServerSideEncryptionMethod = new ServerSideEncryptionMethod(method);
                request.ServerSideEncryptionKeyManagementServiceKeyId = _options.KmsKeyId;
            }

            await _client.CopyObjectAsync(request, cancellationToken);
        }
        catch (Exception e) when (S3Failure.IsOrTimeout(e, cancellationToken))
        {
            throw S3Failure.From(Name, e);
        }
    }

    public async Task<bool> ExistsAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await _client.GetObjectMetadataAsync(_options.Bucket, Key(path), cancellationToken);
            return true;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return false;
        }
        catch (Exception e) when (S3Failure.IsOrTimeout(e, cancellationToken))
        {
            throw S3Failure.From(Name, e);
        }
    }

    public async IAsyncEnumerable<LakeEntry> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = _options.Bucket, Prefix = Key(folder) + "/" };
        do
        {
            var page = await ListPageAsync(request, cancellationToken);
            foreach (var item in page.S3Objects ?? [])
            {
                yield return new LakeEntry(item.Key[_prefix.Length..], item.Size ?? 0);
            }

            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
    }

    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await _client.DeleteObjectAsync(_options.Bucket, Key(path), cancellationToken);
        }
        catch (Exception e) when (S3Failure.IsOrTimeout(e, cancellationToken))
        {
            throw S3Failure.From(Name, e);
        }
    }

    public async Task RemoveUnfinishedAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            var request = new ListMultipartUploadsRequest { BucketName = _options.Bucket, Prefix = Key(folder) + "/" };
            ListMultipartUploadsResponse page;
            do
            {
                page = await _client.ListMultipartUploadsAsync(request, cancellationToken);
                foreach (var upload in page.MultipartUploads ?? [])
                {
                    await _client.AbortMultipartUploadAsync(_options.Bucket, upload.Key, upload.UploadId, cancellationToken);
                }

                (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
            }
            while (page.IsTruncated == true);
        }
        catch (Exception e) when (S3Failure.IsOrTimeout(e, cancellationToken))
        {
            throw S3Failure.From(Name, e);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<ListObjectsV2Response> ListPageAsync(ListObjectsV2Request request, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.ListObjectsV2Async(request, cancellationToken);
        }
        catch (Exception e) when (S3Failure.IsOrTimeout(e, cancellationToken))
        {
            throw S3Failure.From(Name, e);
        }
    }

    private string Key(string path) => _prefix + LakePath.Check(path);
}
