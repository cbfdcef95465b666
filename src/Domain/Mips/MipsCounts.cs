namespace HealthGraph.Domain.Mips;

/// <summary>What came of building the rows of a year and state.</summary>
/// <param name="Rows">By kind, each kind there is.</param>
/// <param name="Rejects">By reason, each reason there is.</param>
public sealed record MipsCounts(IReadOnlyDictionary<string, long> Rows, IReadOnlyDictionary<string, long> Rejects)
{
    public long TotalRows => Rows.Values.Sum();

    public long TotalRejects => Rejects.Values.Sum();
}
