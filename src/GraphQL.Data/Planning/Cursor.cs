using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using HealthGraph.GraphQL.Data.Reading;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>
/// A place in an order: the row's values of the order keys in PostgreSQL's binary form, the order they belong to, and a
/// check sum over both. Opaque to clients, and the same on every node.
/// </summary>
internal static class Cursor
{
    private const int FingerprintLength = 4;
    private const int CheckLength = 6;

    /// <summary>What tells one order of one relation from another, on every node alike.</summary>
    public static uint Fingerprint(Relation relation, List<OrderKey> keys)
    {
        var hash = Hash(2166136261, relation.TypeName);
        foreach (var key in keys)
        {
            hash = Hash(hash, "|");
            foreach (var link in key.Links)
            {
                hash = Hash(Hash(hash, link.FieldName), ".");
            }

            hash = Hash(Hash(hash, key.Column.ColumnName), key.Descending ? "-" : "+");
            if (key.Count is { } count)
            {
                hash = HashValue(hash, count.Where);
            }
        }

        return hash;
    }

    // Whatever is counted by, in the order of its definition: a cursor says how many of these rows there were.
    private static uint HashValue(uint hash, object? value)
    {
        switch (value)
        {
            case InputObjectValue fields:
                foreach (var (name, field) in fields.Entries)
                {
                    hash = HashValue(Hash(Hash(hash, "{"), name), field);
                }

                return Hash(hash, "}");
            case IReadOnlyList<object?> items:
                return Hash(items.Aggregate(Hash(hash, "["), HashValue), "]");
            case DateTimeOffset or TimeOnly:
                return Hash(hash, ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture));
            default:
                return Hash(Hash(hash, "="), Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }
    }

    // FNV-1a: string's own hash differs from process to process.
    private static uint Hash(uint hash, string text)
    {
        foreach (var character in text)
        {
            hash = (hash ^ character) * 16777619;
        }

        return hash;
    }

    public static string Encode(uint fingerprint, in Row row, IReadOnlyList<int> ordinals)
    {
        var length = FingerprintLength + CheckLength;
        for (var i = 0; i < ordinals.Count; i++)
        {
            length += 4 + (row.IsNull(ordinals[i]) ? 0 : row[ordinals[i]].Length);
        }

        var bytes = new byte[length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, fingerprint);
        var position = FingerprintLength;
        for (var i = 0; i < ordinals.Count; i++)
        {
            var isNull = row.IsNull(ordinals[i]);
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(position), isNull ? -1 : row[ordinals[i]].Length);
            position += 4;
            if (!isNull)
            {
                row[ordinals[i]].CopyTo(bytes.AsSpan(position));
                position += row[ordinals[i]].Length;
            }
        }

        WriteCheck(bytes.AsSpan(0, position), bytes.AsSpan(position));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The values as parameters, null for NULL.</summary>
    /// <exception cref="GraphQLException">It is no cursor, was changed, or belongs to another order.</exception>
    public static object?[] Decode(string argument, string cursor, uint fingerprint, List<OrderKey> keys)
    {
        try
        {
            return Decode(cursor, fingerprint, keys) ?? throw Invalid(argument);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or IndexOutOfRangeException)
        {
            throw Invalid(argument);
        }
    }

    private static object?[]? Decode(string cursor, uint fingerprint, List<OrderKey> keys)
    {
        ReadOnlySpan<byte> bytes = Base64Url.DecodeFromChars(cursor);
        Span<byte> check = stackalloc byte[CheckLength];
        var body = bytes[..^CheckLength];
        WriteCheck(body, check);
        if (!check.SequenceEqual(bytes[^CheckLength..]) || BinaryPrimitives.ReadUInt32BigEndian(body) != fingerprint)
        {
            return null;
        }

        var values = new object?[keys.Count];
        body = body[FingerprintLength..];
        for (var i = 0; i < keys.Count; i++)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(body);
            body = body[4..];
            if (length >= 0)
            {
                values[i] = keys[i].Column.Type.ReadParameter(body[..length]);
                body = body[length..];
            }
            else if (!keys[i].IsNullable)
            {
                return null;
            }
        }

        return body.IsEmpty ? values : null;
    }

    private static void WriteCheck(ReadOnlySpan<byte> body, Span<byte> check)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        hash[..CheckLength].CopyTo(check);
    }

    private static GraphQLException Invalid(string argument) => new(
        $"`{argument}` is not a cursor of this list in this order. Pass a cursor as it was given, with the same `order`.",
        ErrorCodes.InvalidCursor);
}
