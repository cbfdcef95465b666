using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace HealthGraph.Jobs.Athena;

/// <summary>
/// The four operations of Athena that are used, as signed requests. Throttles, answers of 5xx and a network that fails are tried again,
/// which is harmless: a start carries a token.
/// </summary>
/// <remarks>delivery.md, 2.1. There is no AWSSDK.Athena among the packages that restore.</remarks>
internal sealed class AthenaClient : IDisposable
{
    /// <summary>What BatchGetQueryExecution takes at once.</summary>
    private const int MaximumBatch = 50;

    private const int MaximumRows = 1000;

    private readonly AthenaOptions _options;
    private readonly TimeProvider _time;
    private readonly Uri _address;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline _retries;

    public AthenaClient(IOptions<AthenaOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        _address = new Uri(_options.ServiceUrl is { Length: > 0 } url ? url : $"https://athena.{Region}.{RegionEndpoint.GetBySystemName(Region).PartitionDnsSuffix}");
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = _options.RequestTimeout,
        };
        _retries = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<AthenaException>(e => e.IsTransient),
                MaxRetryAttempts = _options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = _options.Backoff,
                MaxDelay = TimeSpan.FromSeconds(20),
            })
            .Build();
    }

    private string Region => _options.Region is { Length: > 0 } region ? region : "us-east-1";

    /// <returns>The query's id: the same one for the same token.</returns>
    /// <exception cref="AthenaException">Athena does not take the query.</exception>
    public async Task<string> StartAsync(StartQueryExecution request, CancellationToken cancellationToken) =>
        (await SendAsync<StartQueryExecution, StartedQuery>("StartQueryExecution", request, cancellationToken)).QueryExecutionId;

    /// <summary>How queries stand, in no certain order.</summary>
    /// <exception cref="AthenaException">Athena does not know one of them.</exception>
    public async Task<IReadOnlyList<QueryExecution>> GetAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = new List<QueryExecution>(ids.Count);
        foreach (var batch in ids.Chunk(MaximumBatch))
        {
            var answer = await SendAsync<ManyQueries, ManyQueryExecutions>("BatchGetQueryExecution", new ManyQueries(batch), cancellationToken);
            if (answer.UnprocessedQueryExecutionIds is [var unknown, ..])
            {
                throw new AthenaException(AthenaException.Refused, $"Athena does not tell how query {unknown.QueryExecutionId} stands ({unknown.ErrorCode}).");
            }

            found.AddRange(answer.QueryExecutions ?? []);
        }

        return found;
    }

    /// <summary>A page of a query's result; the first row of the first page is the header.</summary>
    public Task<QueryResults> ResultsAsync(string id, string? nextToken, CancellationToken cancellationToken) =>
        SendAsync<GetQueryResults, QueryResults>("GetQueryResults", new GetQueryResults(id, nextToken, MaximumRows), cancellationToken);

    /// <summary>Stops a query. One that has ended stays as it is.</summary>
    public Task StopAsync(string id, CancellationToken cancellationToken) =>
        SendAsync<OneQuery, JsonElement>("StopQueryExecution", new OneQuery(id), cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<TAnswer> SendAsync<TRequest, TAnswer>(string operation, TRequest request, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request, AthenaJson.Options);
        return await _retries.ExecuteAsync(async token => await SendOnceAsync<TAnswer>(operation, body, token), cancellationToken);
    }

    private async Task<TAnswer> SendOnceAsync<TAnswer>(string operation, byte[] body, CancellationToken cancellationToken)
    {
        using var request = await SignAsync(operation, body);
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                var type = response.Headers.TryGetValues("x-amzn-errortype", out var values) ? values.FirstOrDefault() : null;
                throw AthenaFailure.From(operation, response.StatusCode, type, await response.Content.ReadAsByteArrayAsync(cancellationToken));
            }

            return await response.Content.ReadFromJsonAsync<TAnswer>(AthenaJson.Options, cancellationToken)
                ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw AthenaFailure.From(operation, e);
        }
    }

    private async Task<HttpRequestMessage> SignAsync(string operation, byte[] body)
    {
        var credentials = await CredentialsAsync();
        var now = _time.GetUtcNow();
        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = "application/x-amz-json-1.1",
            ["host"] = _address.IsDefaultPort ? _address.Host : _address.Authority,
            ["x-amz-date"] = AwsSignature.Time(now),
            ["x-amz-target"] = $"AmazonAthena.{operation}",
        };
        if (credentials.UseToken)
        {
            signed["x-amz-security-token"] = credentials.Token;
        }

        var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(signed["content-type"]);
        foreach (var (name, value) in signed.Where(header => header.Key.StartsWith("x-amz-", StringComparison.Ordinal)))
        {
            request.Headers.Add(name, value);
        }

        request.Headers.TryAddWithoutValidation("authorization", AwsSignature.Authorization(credentials, Region, "athena", now, signed, body));
        return request;
    }

    // Asked for each request, since those of a role are replaced before they expire.
    private async Task<ImmutableCredentials> CredentialsAsync()
    {
        try
        {
            AWSCredentials credentials = _options is { AccessKey.Length: > 0, SecretKey.Length: > 0 }
                ? new BasicAWSCredentials(_options.AccessKey, _options.SecretKey)
                : await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync();
            return await credentials.GetCredentialsAsync();
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException)
        {
            throw new AthenaException(AthenaException.Denied, "There are no credentials for Athena: neither in the settings nor where the AWS SDK looks.", e);
        }
    }
}
