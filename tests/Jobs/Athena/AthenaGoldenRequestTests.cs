using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using HealthGraph.Jobs.Athena;

namespace HealthGraph.Jobs.Tests.Athena;

/// <summary>The requests that another SDK sent, byte for byte: HEALTHGRAPH_TEST_ATHENA names the file of captures.</summary>
public sealed class AthenaGoldenRequestTests
{
    [Fact]
    public void Every_captured_request_has_the_same_body_and_the_same_signature()
    {
        var path = Environment.GetEnvironmentVariable("HEALTHGRAPH_TEST_ATHENA");
        Assert.SkipWhen(string.IsNullOrEmpty(path) || !File.Exists(path), "HEALTHGRAPH_TEST_ATHENA names no file of captured requests.");
        using var captures = JsonDocument.Parse(File.ReadAllBytes(path!));
        var requests = captures.RootElement.GetProperty("captures").EnumerateArray().Select(capture => capture.GetProperty("request")).ToList();

        Assert.NotEmpty(requests);
        Assert.All(requests, AssertSame);
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
            new ImmutableCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null),
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
