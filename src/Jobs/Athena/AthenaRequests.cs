using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HealthGraph.Jobs.Athena;

// In the order in which the captured requests have their fields.
// https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html
internal sealed record StartQueryExecution(
    string QueryString,
    string ClientRequestToken,
    QueryExecutionContext? QueryExecutionContext = null,
    ResultConfiguration? ResultConfiguration = null,
    string? WorkGroup = null,
    IReadOnlyList<string>? ExecutionParameters = null,
    ResultReuseConfiguration? ResultReuseConfiguration = null);

internal sealed record QueryExecutionContext(string? Database = null, string? Catalog = null);

internal sealed record ResultConfiguration(string? OutputLocation = null, EncryptionConfiguration? EncryptionConfiguration = null, string? ExpectedBucketOwner = null);

internal sealed record EncryptionConfiguration(string EncryptionOption, string? KmsKey = null);

internal sealed record ResultReuseConfiguration(ResultReuseByAgeConfiguration ResultReuseByAgeConfiguration);

internal sealed record ResultReuseByAgeConfiguration(bool Enabled, int? MaxAgeInMinutes = null);

internal sealed record OneQuery(string QueryExecutionId);

internal sealed record ManyQueries(IReadOnlyList<string> QueryExecutionIds);

internal sealed record GetQueryResults(string QueryExecutionId, string? NextToken = null, int? MaxResults = null);

internal static class AthenaJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // As every SDK writes it: a quote in SQL is a quote.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
