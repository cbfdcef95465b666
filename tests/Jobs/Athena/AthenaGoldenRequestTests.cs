using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using HealthGraph.Jobs.Athena;

namespace HealthGraph.Jobs.Tests.Athena;

/// <summary>The requests that another SDK sent, byte for byte, where the file of them is: <c>../shared/data/athena/captures.json</c> beside the repository.</summary>
public sealed class AthenaGoldenRequestTests
{
    [Fact]
    public void Every_captured_request_has_the_same_body_and_the_same_signature()
    {
        var requests = Captures().Select(capture => capture.GetProperty("request")).ToList();

        Assert.All(requests, AssertSame);
        Assert.Equal(19, requests.Count);
    }

    [Fact]
    public void Every_captured_answer_is_understood()
    {
        var answers = Captures().Select(capture => capture.GetProperty("cannedResponse")).ToList();

        var failures = answers
            .Where(answer => answer.GetProperty("status").GetInt32() != 200)
            .Select(answer => AthenaFailure.From(
                "it", (System.Net.HttpStatusCode)answer.GetProperty("status").GetInt32(), null, Encoding.UTF8.GetBytes(answer.GetProperty("body").GetRawText())))
            .Select(failure => (failure.Code, failure.IsTransient))
            .Distinct()
            .Order();
        var states = answers
            .Select(answer => answer.GetProperty("body"))
            .Where(body => body.TryGetProperty("QueryExecution", out _))
            .Select(body => body.GetProperty("QueryExecution").Deserialize<QueryExecution>(AthenaJson.Options)!.Status)
            .Select(status => (status.State, status.AthenaError?.Retryable))
            .Distinct();

        Assert.Equal([(AthenaException.Busy, true), (AthenaException.Refused, false), (AthenaException.Unavailable, true)], failures);
        Assert.Equal([("RUNNING", null), ("SUCCEEDED", null), ("FAILED", false), ("QUEUED", null)], states);
    }

    private static List<JsonElement> Captures()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "HealthGraph.sln")))
        {
            root = root.Parent;
        }

        var path = Path.Combine(root!.FullName, "..", "shared", "data", "athena", "captures.json");
        Assert.SkipUnless(File.Exists(path), "shared/data/athena/captures.json is not beside the repository.");
        return [.. JsonElement.Parse(File.ReadAllBytes(path)).GetProperty("captures").EnumerateArray()];
    }

    private static void AssertSame(JsonElement request)
    {
        var headers = request.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()!, StringComparer.Ordinal);
        var given = headers["authorization"];
        var text = request.GetProperty("bodyText").GetString()!;
        var body = Body(headers["x-amz-target"].Split('.')[1], text);
        var signed = given.Split("SignedHeaders=")[1].Split(',')[0].Split(';');
        var at = DateTimeOffset.ParseExact(headers["x-amz-date"], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

        Assert.Equal(text, Encoding.UTF8.GetString(body));
        Assert.Equal(given, AwsSignature.Authorization(
            new ImmutableCredentials(AthenaDouble.AccessKey, AthenaDouble.SecretKey, null),
            "us-west-2",
            "athena",
            at,
            new SortedDictionary<string, string>(signed.ToDictionary(name => name, name => headers[name]), StringComparer.Ordinal),
            body));
    }

    private static byte[] Body(string operation, string text) => operation switch
    {
        "StartQueryExecution" => Again<StartQueryExecution>(text),
        "BatchGetQueryExecution" => Again<ManyQueries>(text),
        "GetQueryResults" => Again<GetQueryResults>(text),
        _ => Again<OneQuery>(text),
    };

    private static byte[] Again<T>(string text) => JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Deserialize<T>(text, AthenaJson.Options), AthenaJson.Options);
}
