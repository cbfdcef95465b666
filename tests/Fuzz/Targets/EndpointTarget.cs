using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HealthGraph.Api.Tests;
using HealthGraph.Fuzz.Tests.Mutation;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Fuzz.Tests.Targets;

/// <summary>Requests to the real application with rows in its database: bodies, headers, query strings, cursors.</summary>
/// <remarks>A case is the request's first line and headers, an empty line, and the body.</remarks>
internal sealed class EndpointTarget : IFuzzTarget
{
    private static readonly byte[] EndOfHead = "\n\n"u8.ToArray();

    private static readonly string[] Accepts =
    [
        "*/*", "application/json", "application/graphql-response+json", "text/event-stream", "multipart/mixed", "text/csv", "application/x-ndjson",
        "application/json;q=0", "multipart/mixed;deferSpec=20220824, application/json", "text/html", "",
    ];

    private readonly ApiServer _server;
    private readonly QueryGenerator _generator;

    public EndpointTarget(ApiServer server, Schema schema, IReadOnlyList<string> cursors, IReadOnlyList<byte[]> documents)
    {
        _server = server;
        _generator = new QueryGenerator(schema, cursors);
        Seeds =
        [
            .. documents.Select(document => Post(Encoding.UTF8.GetString(document), "{}")),
            Post("query ($n: Int, $where: VisitPlanFilterInput) { visitPlans(first: $n, where: $where) { nodes { visitPlanId } } }", """{"n": 2, "where": {"isPublished": {"eq": true}}}"""),
            .. cursors.Select(cursor => Post($"{{ visitPlans(first: 2, after: \"{cursor}\") {{ edges {{ cursor }} }} }}", "null")),
            Encoding.UTF8.GetBytes("GET /graphql?query={__typename}&variables={\"a\":1}&operationName=a&extensions={}\n\n"),
            Encoding.UTF8.GetBytes("POST /graphql\ncontent-type: application/json\n\n[{\"query\":\"{a:__typename}\"},{\"query\":\"{b:__typename}\"}]"),
            Encoding.UTF8.GetBytes(
                "POST /graphql\ncontent-type: multipart/form-data; boundary=x\nGraphQL-Preflight: 1\n\n--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n"
                + "{\"query\":\"query ($a: Upload) { __typename }\",\"variables\":{\"a\":null}}\r\n--x\r\nContent-Disposition: form-data; name=\"map\"\r\n\r\n"
                + "{\"0\":[\"variables.a\"]}\r\n--x\r\nContent-Disposition: form-data; name=\"0\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x--\r\n"),
            Encoding.UTF8.GetBytes("POST /graphql\ncontent-type: application/json\n\n{\"extensions\":{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38\"}},\"query\":\"{__typename}\"}"),
        ];
    }

    public string Name => "requests";

    public IReadOnlyList<byte[]> Seeds { get; }

    public byte[] Make(Dice dice)
    {
        var seed = dice.OneIn(2) ? Post(_generator.Make(dice), "{}") : dice.Pick(Seeds);
        var (head, body) = Split(seed);
        body = dice.Below(6) switch
        {
            0 => ByteMutator.Mutate(body, Split(dice.Pick(Seeds)).Body, dice),
            1 => JsonMutator.Mutate(body, dice),
            2 => Unicode(body, dice),
            _ => body,
        };
        if (dice.OneIn(6))
        {
            head += string.Create(CultureInfo.InvariantCulture, $"\naccept: {dice.Pick(Accepts)}");
        }

        if (dice.OneIn(12))
        {
            head += "\nGraphQL-Cost: " + dice.Pick(["report", "validate", "x"]);
        }

        if (dice.OneIn(20))
        {
            head = Encoding.UTF8.GetString(ByteMutator.Mutate(Encoding.UTF8.GetBytes(head), body, dice));
        }

        return [.. Encoding.UTF8.GetBytes(head), .. EndOfHead, .. body];
    }

    public void Run(byte[] data)
    {
        using var request = Read(data);
        if (request is null)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var response = _server.Http.Send(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
        if (response.Content.Headers.ContentType?.MediaType is "text/event-stream")
        {
            // A subscription ends when its caller leaves.
            return;
        }

        using var content = new MemoryStream();
        response.Content.ReadAsStream(timeout.Token).CopyTo(content);
        if (response.StatusCode >= HttpStatusCode.InternalServerError && response.StatusCode is not (HttpStatusCode.GatewayTimeout or HttpStatusCode.NotImplemented))
        {
            throw new FuzzFindingException($"Status {(int)response.StatusCode}: {Encoding.UTF8.GetString(content.ToArray())}");
        }

        switch (response.Content.Headers.ContentType?.MediaType)
        {
            case "application/x-ndjson":
                foreach (var line in Encoding.UTF8.GetString(content.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    Check(Encoding.UTF8.GetBytes(line));
                }

                break;
            case { } type when type.EndsWith("json", StringComparison.Ordinal):
                Check(content.ToArray());
                break;
        }
    }

    private static void Check(byte[] content)
    {
        try
        {
            using var json = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = 1000 });
        }
        catch (JsonException exception)
        {
            throw new FuzzFindingException("The response is not JSON.", exception);
        }

        if (content.AsSpan().IndexOf("\"code\":\"INTERNAL\""u8) >= 0)
        {
            throw new FuzzFindingException("Unexpected: " + Encoding.UTF8.GetString(content)[..Math.Min(content.Length, 2000)]);
        }
    }

    private HttpRequestMessage? Read(byte[] data)
    {
        var (head, body) = Split(data);
        var lines = head.Split('\n');
        var words = lines[0].Split(' ', 2);
        if (words.Length != 2 || !words[1].StartsWith('/') || words[0].Length == 0 || words[0].Any(letter => !char.IsAsciiLetterUpper(letter))
            || words[0] is "CONNECT" || !Uri.TryCreate(_server.Address, words[1], out var uri) || uri.Authority != _server.Address.Authority)
        {
            return null;
        }

        var request = new HttpRequestMessage(new HttpMethod(words[0]), uri);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _server.AnalystKey);
        if (words[0] is not ("GET" or "HEAD"))
        {
            request.Content = new ByteArrayContent(body);
        }

        foreach (var line in lines.Skip(1))
        {
            // What HttpClient would not send is no request.
            var parts = line.Split(": ", 2);
            if (parts.Length == 2 && parts[1].All(letter => letter is >= ' ' and <= '~') && !parts[0].Equals("host", StringComparison.OrdinalIgnoreCase)
                && !parts[0].Equals("expect", StringComparison.OrdinalIgnoreCase))
            {
                _ = request.Headers.TryAddWithoutValidation(parts[0], parts[1]) || request.Content?.Headers.TryAddWithoutValidation(parts[0], parts[1]) is true;
            }
        }

        return request;
    }

    // A letter of the text written as an escape.
    private static byte[] Unicode(byte[] body, Dice dice)
    {
        var at = dice.Below(body.Length);
        return body.Length == 0 ? body : ByteMutator.Replace(body, at, 1, Encoding.ASCII.GetBytes($"\\u{body[at]:x4}"));
    }

    private static byte[] Post(string query, string variables) => Encoding.UTF8.GetBytes(
        $"POST /graphql\ncontent-type: application/json\n\n{{\"query\":{JsonSerializer.Serialize(query)},\"variables\":{variables}}}");

    private static (string Head, byte[] Body) Split(byte[] data)
    {
        var at = data.AsSpan().IndexOf(EndOfHead);
        return at < 0 ? (Encoding.UTF8.GetString(data), []) : (Encoding.UTF8.GetString(data.AsSpan(0, at)), data[(at + EndOfHead.Length)..]);
    }
}
