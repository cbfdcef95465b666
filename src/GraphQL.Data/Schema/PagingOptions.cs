namespace HealthGraph.GraphQL.Data.Schema;

/// <summary>How large pages of one field are.</summary>
/// <param name="DefaultPageSize">Rows when neither <c>first</c> nor <c>last</c> is given.</param>
/// <param name="MaxPageSize">The largest page; more is an error, never a silent clamp.</param>
public sealed record PagingOptions(int DefaultPageSize = 50, int MaxPageSize = 1_000);
