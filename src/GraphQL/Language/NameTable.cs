using System.Text;

namespace HealthGraph.GraphQL.Language;

/// <summary>
/// One string for each name seen often, for the whole process, so that reading a document again allocates no names.
/// A slot holds the last name that hashed to it: the table never grows, and a caller who floods it only makes it miss.
/// </summary>
internal static class NameTable
{
    private const int Size = 8192;
    private const int LongestKept = 64;

    private static readonly string?[] Slots = new string?[Size];

    public const uint HashSeed = 2166136261;

    /// <summary>Adds one byte to a name's hash; the lexer does so while it looks for the name's end.</summary>
    public static uint Hash(uint hash, byte next) => (hash ^ next) * 16777619;

    /// <summary>The string of an ASCII name.</summary>
    public static string Get(ReadOnlySpan<byte> name)
    {
        var hash = HashSeed;
        foreach (var next in name)
        {
            hash = Hash(hash, next);
        }

        return Get(name, hash);
    }

    /// <summary>The string of an ASCII name whose hash is known.</summary>
    public static string Get(ReadOnlySpan<byte> name, uint hash)
    {
        // Races are harmless: a reference is written whole, and every string in a slot is a right answer for its bytes.
        ref var slot = ref Slots[(hash ^ (hash >> 16)) & (Size - 1)];
        var known = Volatile.Read(ref slot);
        if (known is not null && Ascii.Equals(name, known))
        {
            return known;
        }

        var made = Encoding.ASCII.GetString(name);
        if (name.Length <= LongestKept)
        {
            Volatile.Write(ref slot, made);
        }

        return made;
    }
}
