using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Amazon.S3;
using HealthGraph.Jobs.DataLake;
using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.Athena;

/// <summary>The results of queries, as CSV with a header: NULL is nothing at all, text is in quotes.</summary>
internal sealed class AthenaResults(AthenaClient client, IOptions<AthenaOptions> options) : IDisposable
{
    private readonly Lazy<AmazonS3Client> _storage = new(() => Storage(options.Value));

    /// <summary>The file in S3, in one stream; a workgroup that manages its results has none, and they come in pages of a thousand rows.</summary>
    /// <exception cref="DataLakeException">There is no such file, or it cannot be read; reading on may end so, too.</exception>
    public async Task<Stream> OpenAsync(QueryExecution execution, CancellationToken cancellationToken)
    {
        if (execution.ResultConfiguration?.OutputLocation is not { Length: > 0 } location)
        {
            return Page(execution.QueryExecutionId, cancellationToken);
        }

        var (bucket, key) = Parse(location);
        try
        {
            var response = await _storage.Value.GetObjectAsync(bucket, key, cancellationToken);
            return new S3ReadStream(response.ResponseStream, location, options.Value.RequestTimeout);
        }
        catch (Exception e) when (S3Failure.IsOrTimeout(e, cancellationToken))
        {
            throw S3Failure.From(location, e);
        }
    }

    public void Dispose()
    {
        if (_storage.IsValueCreated)
        {
            _storage.Value.Dispose();
        }
    }

    private static (string Bucket, string Key) Parse(string location) =>
        Uri.TryCreate(location, UriKind.Absolute, out var address) && address.Scheme == "s3" && location.Split('/', 4) is [_, _, { Length: > 0 } bucket, { Length: > 0 } key]
            ? (bucket, key)
            : throw new AthenaException(AthenaException.Refused, $"Athena names a place of the result that is none in S3: {location}.");

    private Stream Page(string id, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        _ = WriteAsync();
        return pipe.Reader.AsStream();

        async Task WriteAsync()
        {
            try
            {
                string? next = null;
                do
                {
                    var page = await client.ResultsAsync(id, next, cancellationToken);
                    foreach (var row in page.ResultSet?.Rows ?? [])
                    {
                        WriteRow(pipe.Writer, row);
                    }

                    if ((await pipe.Writer.FlushAsync(cancellationToken)).IsCompleted)
                    {
                        return;
                    }

                    next = page.NextToken;
                }
                while (next is { Length: > 0 });
                await pipe.Writer.CompleteAsync();
            }
#pragma warning disable CA1031 // Passed on to whoever reads.
            catch (Exception e)
#pragma warning restore CA1031
            {
                await pipe.Writer.CompleteAsync(e);
            }
        }
    }

    private static void WriteRow(IBufferWriter<byte> target, ResultRow row)
    {
        var fields = (row.Data ?? []).Select(value => value.VarCharValue is { } text ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : "");
        Encoding.UTF8.GetBytes(string.Join(',', fields) + "\n", target);
    }

    private static AmazonS3Client Storage(AthenaOptions options) => S3ClientFactory.Create(new DataLakeOptions
    {
        Region = options.Region,
        ServiceUrl = options.ResultServiceUrl,
        AccessKey = options.AccessKey,
        SecretKey = options.SecretKey,
        Timeout = options.RequestTimeout,
    });
}
