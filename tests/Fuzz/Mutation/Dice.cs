namespace HealthGraph.Fuzz.Tests.Mutation;

/// <summary>Random numbers of one case, from the campaign's seed and the case's number: any case can be made again alone.</summary>
internal sealed class Dice(int seed, long number)
{
    private readonly Random _random = new(HashCode(seed, number));

    public int Below(int end) => end <= 1 ? 0 : _random.Next(end);

    public int Between(int first, int last) => _random.Next(first, last + 1);

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times) => _random.Next(times) == 0;

    public byte Byte() => (byte)_random.Next(256);

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    // Not System.HashCode: that one is another in every process.
    private static int HashCode(int seed, long number)
    {
        var mixed = unchecked(((ulong)number + 0x9E3779B97F4A7C15UL) * 0xBF58476D1CE4E5B9UL) ^ unchecked((ulong)seed * 0x94D049BB133111EBUL);
        return unchecked((int)(mixed ^ (mixed >> 29)));
    }
}
