using Amazon.S3;
using Amazon.S3.Model;

namespace HealthGraph.Jobs.DataLake;

/// <summary>
/// An object of unknown length: one part is gathered in memory; when the object ends within it, it is put whole, else it is uploaded
/// in parts and becomes visible when those are put together. Without CompleteAsync the upload is aborted.
/// </summary>
internal sealed class S3LakeFileStream(AmazonS3Client client, DataLakeOptions options, string key, string lake) : LakeFileStream
{
    // 10,000 parts are the most: every thousand parts the next ones are twice as large, which carries far past the 5 TB of an object.
    private const int PartsPerSize = 1000;

    private readonly MemoryStream _part = new();
    private readonly List<PartETag> _sent = [];
    private string? _uploadId;
    private bool _completed;

    // A plain body with its real hash, which every server understands, in place of signed chunks.
    private bool UsesChunks => string.IsNullOrEmpty(options.ServiceUrl);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            var room = (int)Math.Min(buffer.Length, PartSize() - _part.Length);
            _part.Write(buffer.Span[..room]);
            buffer = buffer[room..];
            if (_part.Length == PartSize())
            {
                await SendPartAsync(cancellationToken);
            }
        }
    }

    public override Task CompleteAsync(CancellationToken cancellationToken) => CompleteAsync(null, cancellationToken);

    // A server that does not know the condition replaces the file.
    public override Task CompleteNewAsync(CancellationToken cancellationToken) => CompleteAsync("*", cancellationToken);

    private async Task CompleteAsync(string? ifNoneMatch, CancellationToken cancellationToken)
    {
        try
        {
            if (_uploadId is null)
            {
                await PutWholeAsync(ifNoneMatch, cancellationToken);
            }
            else
            {
                if (_part.Length > 0)
                {
                    await SendPartAsync(cancellationToken);
                }

                await client.CompleteMultipartUploadAsync(
                    new CompleteMultipartUploadRequest { BucketName = options.Bucket, Key = key, UploadId = _uploadId, PartETags = _sent, IfNoneMatch = ifNoneMatch },
                    cancellationToken);
            }

            _completed = true;
        }
        catch (Exception e) when (S3Failure.IsOrTimeout(e, cancellationToken))
        {
            throw S3Failure.From(lake, e);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_uploadId is not null && !_completed)
        {
            try
            {
                // On the way out of whatever went wrong, which may be a cancellation.
                await client.AbortMultipartUploadAsync(options.Bucket, key, _uploadId, CancellationToken.None);
            }
            catch (Exception e) when (S3Failure.IsOrTimeout(e, CancellationToken.None))
            {
                // The bucket's lifecycle rule for unfinished uploads takes it away.
            }
        }

        await _part.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task PutWholeAsync(string? ifNoneMatch, CancellationToken cancellationToken)
    {
        _part.Position = 0;
        var request = new PutObjectRequest
        {
            BucketName = options.Bucket,
            Key = key,
            InputStream = _part,
            AutoCloseStream = false,
            UseChunkEncoding = UsesChunks,
            IfNoneMatch = ifNoneMatch,
        };
        if (options.ServerSideEncryption is { Length: > 0 } method)
        {
            request.ServerSideEncryptionMethod = new ServerSideEncryptionMethod(method);
            request.ServerSideEncryptionKeyManagementServiceKeyId = options.KmsKeyId;
        }

        await client.PutObjectAsync(request, cancellationToken);
    }

    private async Task SendPartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _uploadId ??= await BeginAsync(cancellationToken);
            _part.Position = 0;
            var response = await client.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = options.Bucket,
                    Key = key,
                    UploadId = _uploadId,
                    PartNumber = _sent.Count + 1,
                    InputStream = _part,
                    PartSize = _part.Length,
                    UseChunkEncoding = UsesChunks,
                },
                cancellationToken);
            _sent.Add(new PartETag(_sent.Count + 1, response.ETag));
            _part.SetLength(0);
        }
        catch (Exception e) when (S3Failure.IsOrTimeout(e, cancellationToken))
        {
            throw S3Failure.From(lake, e);
        }
    }

    private async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        var request = new InitiateMultipartUploadRequest { BucketName = options.Bucket, Key = key };
        if (options.ServerSideEncryption is { Length: > 0 } method)
        {
            request.ServerSideEncryptionMethod = new ServerSideEncryptionMethod(method);
            request.ServerSideEncryptionKeyManagementServiceKeyId = options.KmsKeyId;
        }

        return (await client.InitiateMultipartUploadAsync(request, cancellationToken)).UploadId;
    }

    private long PartSize() => Math.Min((long)options.PartSize << (_sent.Count / PartsPerSize), 1L << 30);
}
