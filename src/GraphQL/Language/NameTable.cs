using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace HealthGraph.GraphQL.Language;

/// <summary>
/// One string for each name seen often, for the whole process, so that reading a document again allocates no names.
/// A slot holds the last name that hashed to it: the table never grows, and a caller who floods it only makes it miss.
/// </summary>
internal static class NameTable
{
    private const int SizeBits = 13;
    private const int LongestKept = 64;

    private static readonly Entry?[] Slots = new Entry?[1 << SizeBits];

    /// <summary>The string of an ASCII name.</summary>
    public static string Get(ReadOnlySpan<byte> name)
    {
        // Races are harmless: a reference is written whole, and every entry in a slot is a right answer for its bytes.
        ref var slot = ref Slots[SlotOf(name)];
        var known = Volatile.Read(ref slot);
        if (known is not null && name.SequenceEqual(known.Utf8))
        {
            return known.Text;
        }

        var made = Encoding.ASCII.GetString(name);
        if (name.Length <= LongestKept)
        {
            Volatile.Write(ref slot, new Entry(name.ToArray(), made));
        }

        return made;
    }

    /// <summary>From the length and both ends, which may overlap: names differ there, and it takes the same time for all of them.</summary>
    private static uint SlotOf(ReadOnlySpan<byte> name)
    {
        const ulong Odd = 0x9E3779B97F4A7C15;
        ref var first = ref MemoryMarshal.GetReference(name);
        ulong start, end;
        if (name.Length >= sizeof(ulong))
        {
            start = Unsafe.ReadUnaligned<ulong>(ref first);
            end = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, name.Length - sizeof(ulong)));
        }
        else if (name.Length >= sizeof(uint))
        {
            start = Unsafe.ReadUnaligned<uint>(ref first);
            end = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, name.Length - sizeof(uint)));
        }
        else if (name.Length > 0)
        {
            start = first;
            end = ((ulong)Unsafe.Add(ref first, name.Length / 2) << 8) | Unsafe.Add(ref first, name.Length - 1);
        }
        else
        {
            return 0;
        }

        var hash = ((start * Odd) + (ulong)name.Length) ^ end;
        return (uint)((hash * Odd) >> (64 - SizeBits));
    }

    private sealed record Entry(byte[] Utf8, string Text);
}
