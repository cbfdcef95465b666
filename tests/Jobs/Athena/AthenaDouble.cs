using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HealthGraph.Jobs.Tests.Athena;

/// <summary>
/// Athena for tests, and the bucket of its results: it checks signatures, gives a query for each token, ends it when it was looked at often
/// enough, and fails when it is told to. What a query gives is the test's to say.
/// </summary>
internal sealed class AthenaDouble : IAsyncDisposable
{
    public const string AccessKey = "AKIDEXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private readonly HttpListener _listener = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Query> _queries = new(StringComparer.Ordinal);
    private readonly List<Task> _answers = [];
    private readonly Task _serving;

    public AthenaDouble()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url { get; }

    /// <summary>Every request in its order: the operation, or the path of a result.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The queries that were really started, in their order.</summary>
    public ConcurrentQueue<Query> Started { get; } = new();

    /// <summary>The result of a query, as CSV.</summary>
    public Func<Query, Task<string>> Result { get; set; } = _ => Task.FromResult("");

    /// <summary>How a query stands when it has been looked at so often.</summary>
    public Func<Query, int, (string State, string? More)> Status { get; set; } = (_, _) => ("SUCCEEDED", null);

    /// <summary>Called before a request is served; what it gives is the answer. Status 0 drops the connection.</summary>
    public Func<string, (int Status, string Body)?> Trouble { get; set; } = _ => null;

    /// <summary>Whether the connection is cut in the middle of this result.</summary>
    public Func<bool> BreakOff { get; set; } = () => false;

    /// <summary>A workgroup that manages its results: there is no file.</summary>
    public bool ManagesResults { get; set; }

    public (string Key, string Value)[] Settings =>
    [
        ("Mips:Forms:Source", "Athena"), ("Athena:ServiceUrl", Url), ("Athena:ResultServiceUrl", Url), ("Athena:Region", "us-west-2"), ("Athena:Database", "forms"),
        ("Athena:OutputLocation", "s3://results/healthgraph/"), ("Athena:AccessKey", AccessKey), ("Athena:SecretKey", SecretKey),
        ("Athena:PollInterval", "00:00:00.010"), ("Athena:LongestPollInterval", "00:00:00.020"), ("Athena:Backoff", "00:00:00.001"),
    ];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        await Task.WhenAll(_answers);
        ((IDisposable)_listener).Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                _answers.Add(AnswerAsync(await _listener.GetContextAsync()));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        var operation = context.Request.Headers["x-amz-target"]?.Split('.')[1] ?? context.Request.Url!.AbsolutePath;
        Requests.Enqueue(operation);
        var (status, answer) = Trouble(operation) ?? await ServeAsync(context.Request, operation, body.ToArray());
        try
        {
            if (status == 0)
            {
                context.Response.Abort();
                return;
            }

            context.Response.StatusCode = status;
            context.Response.ContentType = "application/x-amz-json-1.1";
            context.Response.ContentLength64 = Encoding.UTF8.GetByteCount(answer);
            if (context.Request.HttpMethod == "GET" && BreakOff())
            {
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer[..(answer.Length / 2)]));
                await context.Response.OutputStream.FlushAsync();
                context.Response.Abort();
                return;
            }

            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Whoever asked has gone.
        }
    }

    private async Task<(int, string)> ServeAsync(HttpListenerRequest request, string operation, byte[] body)
    {
        if (request.HttpMethod == "GET")
        {
            var id = Path.GetFileNameWithoutExtension(operation);
            return (200, await Result(Find(id)));
        }

        if (Signature(request, body) is not { } signature || !request.Headers["authorization"]!.EndsWith($"Signature={signature}", StringComparison.Ordinal))
        {
            return (403, """{"__type":"com.amazon.coral.service#InvalidSignatureException","message":"no"}""");
        }

        var content = JsonElement.Parse(body);
        switch (operation)
        {
            case "StartQueryExecution":
                return Start(content);

            case "BatchGetQueryExecution":
                var ids = content.GetProperty("QueryExecutionIds").EnumerateArray().Select(id => id.GetString()!).ToList();
                return ids.Count > 50
                    ? (400, """{"__type":"InvalidRequestException","AthenaErrorCode":"INVALID_INPUT"}""")
                    : (200, $$"""{"QueryExecutions":[{{string.Join(',', ids.Select(id => Describe(Find(id))))}}],"UnprocessedQueryExecutionIds":[]}""");

            case "GetQueryResults":
                return (200, await PageAsync(content));

            case "StopQueryExecution":
                Find(content.GetProperty("QueryExecutionId").GetString()!).IsStopped = true;
                return (200, "{}");

            default:
                return (400, """{"__type":"UnknownOperationException"}""");
        }
    }

    private (int, string) Start(JsonElement request)
    {
        var token = request.GetProperty("ClientRequestToken").GetString()!;
        if (token.Length is < 32 or > 128)
        {
            return (400, """{"__type":"InvalidRequestException","AthenaErrorCode":"INVALID_INPUT","Message":"token"}""");
        }

        lock (_lock)
        {
            if (_queries.Values.FirstOrDefault(query => query.Token == token) is { } same)
            {
                return same.Request == request.GetRawText()
                    ? (200, $$"""{"QueryExecutionId":"{{same.Id}}"}""")
                    : (400, """{"__type":"InvalidRequestException","AthenaErrorCode":"INVALID_INPUT","Message":"Idempotent parameters do not match"}""");
            }

            var query = new Query(
                $"{Guid.NewGuid()}",
                token,
                request.GetProperty("QueryString").GetString()!,
                request.TryGetProperty("ExecutionParameters", out var parameters) ? [.. parameters.EnumerateArray().Select(value => value.GetString()!)] : [],
                request.GetRawText());
            _queries.Add(query.Id, query);
            Started.Enqueue(query);
            return (200, $$"""{"QueryExecutionId":"{{query.Id}}"}""");
        }
    }

    private Query Find(string id)
    {
        lock (_lock)
        {
            return _queries[id];
        }
    }

    private string Describe(Query query)
    {
        var (state, rest) = query.IsStopped ? ("CANCELLED", null) : Status(query, ++query.Looks);
        var location = ManagesResults ? "{}" : $$"""{"OutputLocation":"s3://results/healthgraph/{{query.Id}}.csv"}""";
        return $$"""
            {"QueryExecutionId":"{{query.Id}}","ResultConfiguration":{{location}},"Status":{"State":"{{state}}","SubmissionDateTime":1738310400.123{{rest}}},
             "Statistics":{"DataScannedInBytes":10485760,"TotalExecutionTimeInMillis":12} }
            """;
    }

    // Pages of a hundred rows, the header in front.
    private async Task<string> PageAsync(JsonElement request)
    {
        var lines = (await Result(Find(request.GetProperty("QueryExecutionId").GetString()!))).TrimEnd('\n').Split('\n');
        var from = request.TryGetProperty("NextToken", out var token) ? int.Parse(token.GetString()!, System.Globalization.CultureInfo.InvariantCulture) : 0;
        var rows = lines.Skip(from).Take(100).Select(line => $$"""{"Data":[{{string.Join(',', line.Split(',').Select(Value))}}]}""");
        var next = from + 100 < lines.Length ? $",\"NextToken\":\"{from + 100}\"" : "";
        return $$"""{"UpdateCount":0,"ResultSet":{"Rows":[{{string.Join(',', rows)}}]}{{next}} }""";

        static string Value(string field) => field.Length == 0 ? "{}" : JsonSerializer.Serialize(new { VarCharValue = field.Trim('"') });
    }

    // Signature version 4, written apart from the client's.
    private static string? Signature(HttpListenerRequest request, byte[] body)
    {
        var authorization = request.Headers["authorization"];
        if (authorization?.Split(["Credential=", ", SignedHeaders=", ", Signature="], StringSplitOptions.None) is not [_, var credential, var names, _])
        {
            return null;
        }

        var scope = credential.Split('/', 2)[1];
        var headers = string.Concat(names.Split(';').Select(name => $"{name}:{request.Headers[name]}\n"));
        var canonical = $"POST\n/\n\n{headers}\n{names}\n{Convert.ToHexStringLower(SHA256.HashData(body))}";
        var toSign = $"AWS4-HMAC-SHA256\n{request.Headers["x-amz-date"]}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + SecretKey), Sign);
        return Convert.ToHexStringLower(Sign(key, toSign));
    }

    private static byte[] Sign(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    internal sealed record Query(string Id, string Token, string Sql, IReadOnlyList<string> Parameters, string Request)
    {
        public int Looks { get; set; }

        public bool IsStopped { get; set; }
    }
}
