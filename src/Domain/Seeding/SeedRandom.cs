namespace HealthGraph.Domain.Seeding;

/// <summary>
/// SplitMix64: numbers that depend on the seed and the stream alone. System.Random promises no such thing between releases, and
/// each patient has a stream of its own, so that several threads can make them in any order.
/// </summary>
/// <remarks>Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014.</remarks>
internal sealed class SeedRandom
{
    private ulong _state;

    public SeedRandom(long seed, long stream)
    {
        _state = Mix(unchecked((ulong)seed)) ^ Mix(unchecked((ulong)stream + 0x5851F42D4C957F2DUL));
    }

    public int Next(int bound) => (int)((UInt128)NextUlong() * (ulong)bound >> 64);

    /// <summary>From low to high, both possible.</summary>
    public int Between(int low, int high) => low + Next(high - low + 1);

    public bool Chance(double probability) => (NextUlong() >> 11) * (1.0 / (1UL << 53)) < probability;

    public T Pick<T>(IReadOnlyList<T> list) => list[Next(list.Count)];

    /// <summary>A version 4 UUID.</summary>
    public Guid NextGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, NextUlong());
        BitConverter.TryWriteBytes(bytes[8..], NextUlong());
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private ulong NextUlong()
    {
        _state = unchecked(_state + 0x9E3779B97F4A7C15UL);
        return Mix(_state);
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
