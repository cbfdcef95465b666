using System.Collections.Concurrent;
using System.Collections.Specialized;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HealthGraph.Jobs.Tests.DataLake;

/// <summary>
/// An S3 server for tests: put, get, head, list, copy, delete and multipart uploads by path style. It checks the signature and the hash of
/// every body, so that a client which sends what plain servers do not understand is found out, and fails or breaks off when it is told to.
/// </summary>
internal sealed class S3Double : IAsyncDisposable
{
    public const string AccessKey = "AKIDEXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<int, byte[]>> _uploads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _uploadKeys = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly CancellationTokenSource _end = new();

    public S3Double()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
        _app.Start();
        Url = _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
    }

    public string Url { get; }

    public IReadOnlyDictionary<string, byte[]> Objects => _objects;

    public int OpenUploads => _uploads.Count;

    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Called before a request is served; a status other than null is the answer.</summary>
    public Func<S3Request, HttpStatusCode?> Trouble { get; set; } = _ => null;

    /// <summary>Called before a request is read; where other than null, the connection breaks there.</summary>
    public Func<S3Request, S3Break?> Break { get; set; } = _ => null;

    public void Put(string key, byte[] content) => _objects[key] = content;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _app.DisposeAsync();
        _end.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = RequestOf(context);
        var broken = Break(request);
        if (broken == S3Break.InRequest)
        {
            await context.Request.Body.ReadExactlyAsync(new byte[1000]);
            context.Abort();
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _requests.Enqueue($"{request.HttpMethod} {request.Url.PathAndQuery}");
        var (status, answer) = Trouble(request) is { } trouble
            ? (trouble, Error(trouble == HttpStatusCode.Conflict ? "ConditionalRequestConflict" : "Trouble"))
            : Refuse(request, body.ToArray()) ?? Serve(request, context.Response, body.ToArray());
        await SendAsync(context, status, request.HttpMethod == "HEAD" ? [] : answer, broken);
    }

    private async Task SendAsync(HttpContext context, HttpStatusCode status, byte[] answer, S3Break? broken)
    {
        if (broken is S3Break.BeforeAnswer)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)status;
        if (status != HttpStatusCode.NoContent)
        {
            context.Response.ContentLength = answer.Length;
        }

        if (broken is S3Break.InAnswer or S3Break.SilentInAnswer)
        {
            await context.Response.Body.WriteAsync(answer.AsMemory(0, answer.Length / 2));
            await context.Response.Body.FlushAsync();
        }

        if (broken is S3Break.Silent or S3Break.SilentInAnswer)
        {
            await Task.Delay(Timeout.Infinite, _end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        if (broken is not null)
        {
            context.Abort();
            return;
        }

        await context.Response.Body.WriteAsync(answer);
    }

    private S3Request RequestOf(HttpContext context)
    {
        var headers = new NameValueCollection();
        foreach (var (name, value) in context.Request.Headers)
        {
            headers[name] = value.ToString();
        }

        // As it was sent, which is what was signed.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return new S3Request(context.Request.Method, new Uri(Url + target), headers);
    }

    private (HttpStatusCode, byte[]) Serve(S3Request request, HttpResponse response, byte[] body)
    {
        var key = Uri.UnescapeDataString(request.Url.AbsolutePath).TrimStart('/');
        var query = HttpUtility.ParseQueryString(request.Url.Query);
        switch (request.HttpMethod)
        {
            case "POST" when request.Url.Query.StartsWith("?uploads", StringComparison.Ordinal):
                var id = Guid.NewGuid().ToString("N");
                _uploads[id] = new();
                _uploadKeys[id] = key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..];
                return Xml($"<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>");

            case "PUT" when query["uploadId"] is { } upload:
                if (!_uploads.TryGetValue(upload, out var open))
                {
                    return (HttpStatusCode.NotFound, Error("NoSuchUpload"));
                }

                open[int.Parse(query["partNumber"]!, CultureInfo.InvariantCulture)] = body;
                response.Headers["ETag"] = Tag(body);
                return (HttpStatusCode.OK, []);

            case "POST" or "PUT" when IsTaken(request, key):
                return (HttpStatusCode.PreconditionFailed, Error("PreconditionFailed"));

            case "POST" when query["uploadId"] is { } upload:
                if (!_uploads.TryGetValue(upload, out var parts))
                {
                    return (HttpStatusCode.NotFound, Error("NoSuchUpload"));
                }

                if (!IsListOf(parts, body))
                {
                    return (HttpStatusCode.BadRequest, Error("InvalidPart"));
                }

                _uploads.TryRemove(upload, out _);
                _objects[key] = [.. parts.OrderBy(part => part.Key).SelectMany(part => part.Value)];
                return Xml($"<CompleteMultipartUploadResult><Key>{key}</Key><ETag>{Tag(_objects[key])}</ETag></CompleteMultipartUploadResult>");

            case "DELETE" when query["uploadId"] is { } upload:
                _uploads.TryRemove(upload, out _);
                return (HttpStatusCode.NoContent, []);

            case "PUT" when request.Headers["x-amz-copy-source"] is { } source:
                _objects[key] = _objects[Uri.UnescapeDataString(source).TrimStart('/')];
                return Xml($"<CopyObjectResult><ETag>{Tag(_objects[key])}</ETag></CopyObjectResult>");

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

    private static bool IsListOf(IReadOnlyDictionary<int, byte[]> parts, byte[] body) => XElement.Parse(Encoding.UTF8.GetString(body))
        .Elements()
        .Select(part => (
            Number: int.Parse(part.Elements().Single(element => element.Name.LocalName == "PartNumber").Value, CultureInfo.InvariantCulture),
            Tag: part.Elements().SingleOrDefault(element => element.Name.LocalName == "ETag")?.Value))
        .Order()
        .SequenceEqual(parts.OrderBy(part => part.Key).Select(part => (part.Key, (string?)Tag(part.Value))));

    private bool IsTaken(S3Request request, string key) => request.Headers["If-None-Match"] == "*" && _objects.ContainsKey(key);

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

    private static (HttpStatusCode, byte[])? Refuse(S3Request request, byte[] body)
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

    private static string Given(S3Request request) =>
        (request.Headers["Authorization"] ?? "").Split("Signature=") is [_, var signature] ? signature : "";

    // Signature version 4: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
    private static string Signature(S3Request request)
    {
        var authorization = request.Headers["Authorization"] ?? "";
        var scope = Between(authorization, "Credential=", ",").Split('/', 2)[1];
        var signed = Between(authorization, "SignedHeaders=", ",");
        var headers = string.Concat(signed.Split(';').Select(name => $"{name}:{request.Headers[name]?.Trim()}\n"));
        var query = string.Join('&', request.Url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
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
