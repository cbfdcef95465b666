using Xunit.v3;

namespace HealthGraph.Testing.Postgres;

/// <summary>Makes xunit skip the test with the reason, on a machine that has no PostgreSQL and is not a build server.</summary>
public sealed class PostgresMissingException(string reason)
    : Exception($"{DynamicSkipToken.Value}PostgreSQL is not available: {reason}");
