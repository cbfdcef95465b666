using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Web;

namespace HealthGraph.Jobs.Tests.DataLake;

/// <summary>
/// An S3 server for tests: put, get, head, list, delete and multipart uploads by path style. It checks the signature and the hash of
/// every body, so that a client which sends what plain servers do not understand is found out, and fails when it is told to.
/// </summary>
internal sealed class S3Double : IAsyncDisposable
{
    public const string AccessKey = "AKIDEXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<int, byte[]>> _uploads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _uploadKeys = new(StringComparer.Ordinal);
    private readonly Task _serving;

    public S3Double()
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

    public IReadOnlyDictionary<string, byte[]> Objects => _objects;

    public int OpenUploads => _uploads.Count;

    public List<string> Requests { get; } = [];

    /// <summary>Called before a request is served; a status other than null is the answer.</summary>
    public Func<HttpListenerRequest, HttpStatusCode?> Trouble { get; set; } = _ => null;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        ((IDisposable)_listener).Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var request = context.Request;
        using var body = new MemoryStream();
        await request.InputStream.CopyToAsync(body);
        Requests.Add($"{request.HttpMethod} {request.Url!.PathAndQuery}");
        var (status, answer) = Trouble(request) is { } trouble
            ? (trouble, Error(trouble == HttpStatusCode.Conflict ? "ConditionalRequestConflict" : "Trouble"))
            : Refuse(request, body.ToArray()) ?? Serve(request, context.Response, body.ToArray());
        context.Response.StatusCode = (int)status;
        context.Response.ContentLength64 = request.HttpMethod == "HEAD" ? 0 : answer.Length;
        if (request.HttpMethod != "HEAD")
        {
            await context.Response.OutputStream.WriteAsync(answer);
        }

        context.Response.Close();
    }

    private (HttpStatusCode, byte[]) Serve(HttpListenerRequest request, HttpListenerResponse response, byte[] body)
    {
        var key = Uri.UnescapeDataString(request.Url!.AbsolutePath).TrimStart('/');
        var query = HttpUtility.ParseQueryString(request.Url.Query);
        switch (request.HttpMethod)
        {
            case "POST" when request.Url.Query.StartsWith("?uploads", StringComparison.Ordinal):
                var id = Guid.NewGuid().ToString("N");
                _uploads[id] = new();
                _uploadKeys[id] = key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..];
                return Xml($"<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>");

            case "PUT" when query["uploadId"] is { } upload:
                _uploads[upload][int.Parse(query["partNumber"]!, CultureInfo.InvariantCulture)] = body;
                response.Headers["ETag"] = Tag(body);
                return (HttpStatusCode.OK, []);

            case "POST" or "PUT" when IsTaken(request, key):
                return (HttpStatusCode.PreconditionFailed, Error("PreconditionFailed"));

            case "POST" when query["uploadId"] is { } upload:
                _uploads.TryRemove(upload, out var parts);
                _objects[key] = [.. parts!.OrderBy(part => part.Key).SelectMany(part => part.Value)];
                return Xml($"<CompleteMultipartUploadResult><Key>{key}</Key><ETag>{Tag(_objects[key])}</ETag></CompleteMultipartUploadResult>");

            case "DELETE" when query["uploadId"] is { } upload:
                _uploads.TryRemove(upload, out _);
                return (HttpStatusCode.NoContent, []);

            case "PUT":
                _objects[key] = body;
                response.Headers["ETag"] = Tag(body);
                return (HttpStatusCode.OK, []);

            case "DELETE":
                _objects.TryRemove(key, out _);
                return (HttpStatusCode.NoContent, []);

            case "GET" when request.Url.Query.Contains("uploads", StringComparison.Ordinal):
                return Xml($"<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>{string.Concat(_uploads.Select(UploadXml))}</ListMultipartUploadsResult>");

            case "GET" when query["list-type"] == "2":
                return List(key, query["prefix"] ?? "", query["continuation-token"]);

            default:
                return _objects.TryGetValue(key, out var content) ? (HttpStatusCode.OK, content) : (HttpStatusCode.NotFound, Error("NoSuchKey"));
        }
    }

    private bool IsTaken(HttpListenerRequest request, string key) => request.Headers["If-None-Match"] == "*" && _objects.ContainsKey(key);

    private string UploadXml(KeyValuePair<string, ConcurrentDictionary<int, byte[]>> upload) =>
        $"<Upload><Key>{_uploadKeys[upload.Key]}</Key><UploadId>{upload.Key}</UploadId></Upload>";

    // Pages of two, so that paging is used.
    private (HttpStatusCode, byte[]) List(string bucket, string prefix, string? after)
    {
        var names = _objects.Keys
            .Select(key => key[(bucket.TrimEnd('/').Length + 1)..])
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0)
            .Order(StringComparer.Ordinal)
            .ToList();
        var page = names.Take(2).ToList();
        var more = names.Count > 2
            ? $"<IsTruncated>true</IsTruncated><NextContinuationToken>{page[^1]}</NextContinuationToken>"
            : "<IsTruncated>false</IsTruncated>";
        var contents = page.Select(key => $"<Contents><Key>{key}</Key><Size>{_objects[$"{bucket.TrimEnd('/')}/{key}"].Length}</Size></Contents>");
        return Xml($"<ListBucketResult>{more}{string.Concat(contents)}</ListBucketResult>");
    }

    private static (HttpStatusCode, byte[])? Refuse(HttpListenerRequest request, byte[] body)
    {
        if (request.Headers["Content-Encoding"]?.Contains("aws-chunked", StringComparison.Ordinal) == true)
        {
            return (HttpStatusCode.NotImplemented, Error("ChunksNotImplemented"));
        }

        if (request.Headers["x-amz-server-side-encryption"] is not null)
        {
            return (HttpStatusCode.BadRequest, Error("InvalidEncryption"));
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        if (request.Headers["x-amz-content-sha256"] is { } claimed && claimed != "UNSIGNED-PAYLOAD" && claimed != hash)
        {
            return (HttpStatusCode.BadRequest, Error("XAmzContentSHA256Mismatch"));
        }

        return Signature(request) == Given(request) ? null : (HttpStatusCode.Forbidden, Error("SignatureDoesNotMatch"));
    }

    private static string Given(HttpListenerRequest request) =>
        (request.Headers["Authorization"] ?? "").Split("Signature=") is [_, var signature] ? signature : "";

    // Signature version 4: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
    private static string Signature(HttpListenerRequest request)
    {
        var authorization = request.Headers["Authorization"] ?? "";
        var scope = Between(authorization, "Credential=", ",").Split('/', 2)[1];
        var signed = Between(authorization, "SignedHeaders=", ",");
        var headers = string.Concat(signed.Split(';').Select(name => $"{name}:{request.Headers[name]?.Trim()}\n"));
        var query = string.Join('&', request.Url!.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=")
            .Order(StringComparer.Ordinal));
        var canonical = $"{request.HttpMethod}\n{request.Url.AbsolutePath}\n{query}\n{headers}\n{signed}\n{request.Headers["x-amz-content-sha256"]}";
        var toSign = $"AWS4-HMAC-SHA256\n{request.Headers["x-amz-date"]}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + SecretKey), Sign);
        return Convert.ToHexStringLower(Sign(key, toSign));
    }

    private static byte[] Sign(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)].Trim();
    }

    private static string Tag(byte[] content) => $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"";

    private static (HttpStatusCode, byte[]) Xml(string xml) => (HttpStatusCode.OK, Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>{xml}"));

    private static byte[] Error(string code) =>
        Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>{code}</Message></Error>");
}
