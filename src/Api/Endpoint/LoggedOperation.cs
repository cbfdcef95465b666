namespace HealthGraph.Api.Endpoint;

/// <summary>What the log calls an operation: its name when that is a GraphQL name, and never anything else a caller wrote.</summary>
internal static class LoggedOperation
{
    private const int LongestName = 64;

    public static string Of(GraphQLParameters parameters) =>
        parameters.OperationName is { Length: > 0 and <= LongestName } name
        && !char.IsAsciiDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? name
            : "-";
}
