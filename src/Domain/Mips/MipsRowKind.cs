namespace HealthGraph.Domain.Mips;

/// <summary>The three rows that each eligible visit gives, in the order of the file.</summary>
public static class MipsRowKind
{
    public const string Functional = "functional";
    public const string Nprs = "nprs";
    public const string LengthOfStay = "length_of_stay";

    public static IReadOnlyList<string> All { get; } = [Functional, Nprs, LengthOfStay];
}
