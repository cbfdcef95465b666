using System.Collections.Immutable;
using System.Numerics;
using System.Reflection;
using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Data.Tests;

/// <summary>Values of every column type that there is, the odd ones first of all.</summary>
internal static class TypeSamples
{
    public const string Sql = "CREATE TYPE public.\"Shade\" AS ENUM ('light', 'dark', 'a \"b\\c', 'NULL');";

    private static readonly EnumType Shade = new(
        "Shade",
        [
            new("LIGHT", "light") { Description = "Light." }, new("DARK", "dark") { Description = "Dark." },
            new("ODD", "a \"b\\c") { Description = "Odd." }, new("NOTHING", "NULL") { Description = "Nothing." },
        ])
    {
        Description = "A shade.",
    };

    private static readonly EnumType Mood = new("Mood", [new("GOOD", "good") { Description = "Good." }, new("BAD", "bad's") { Description = "Bad." }]) { Description = "A mood." };

    public static ImmutableArray<TypeSample> All { get; } = [.. Every()];

    private static IEnumerable<TypeSample> Every()
    {
        // Each type that a relation can be made of: one that is added without samples fails here.
        foreach (var property in typeof(ColumnTypes).GetProperties(BindingFlags.Public | BindingFlags.Static))
        {
            yield return Of(property.Name, (ColumnType)property.GetValue(null)!);
        }

        yield return new("Enum", ColumnTypes.Enum(Shade, "public", "Shade"), "public.\"Shade\"",
            [Text("'light'", "LIGHT", 0), Text("'dark'", "DARK", 1), Text("'a \"b\\c'", "ODD", 2), Text("'NULL'", "NOTHING", 3)]);
        yield return new("TextEnum", ColumnTypes.TextEnum(Mood), "text",
            [Text("'good'", "GOOD", "good"), Text("'bad''s'", "BAD", "bad's"), new("'unknown'", null, null, "unknown")]);
    }

    private static TypeSample Of(string name, ColumnType type) => name switch
    {
        "Text" => new(name, type, "text", [.. Texts()]),
        "FixedText" => new(name, type, "char(3)", [Text("'a'", "a", "a"), Text("'a b'", "a b", "a b"), Text("'ABC'", "ABC", "ABC"), Text("''", "", ""), Text("'é%'", "é%", "é%")]),
        "Uuid" => new(name, type, "uuid", [.. new[]
        {
            "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "01020304-0506-0708-090a-0b0c0d0e0f10",
            "10203040-0506-0708-090a-0b0c0d0e0f10", "01020304-0506-0807-090a-0b0c0d0e0f10",
        }.Select(text => Text($"'{text}'", text, text))]),
        "Bool" => new(name, type, "boolean", [Bare("true", true), Bare("false", false)]),
        "Int2" => new(name, type, "smallint", [Bare("-32768", -32768L), Bare("0", 0L), Bare("1", 1L), Bare("32767", 32767L)]),
        "Int4" => new(name, type, "integer", [Bare("-2147483648", -2147483648L), Bare("0", 0L), Bare("1", 1L), Bare("2147483647", 2147483647L)]),
        "Int8" => new(name, type, "bigint",
        [
            Bare("-9223372036854775808", long.MinValue), Bare("0", 0L), Bare("9007199254740992", 9007199254740992L),
            Bare("9007199254740993", 9007199254740993L), Bare("9223372036854775807", long.MaxValue),
        ]),
        "Float4" => new(name, type, "real",
        [
            Bare("0.1", (double)0.1f), Bare("1E-45", (double)1E-45f), Bare("3.4028235E+38", (double)3.4028235E+38f), Bare("0", 0d), Bare("-2.5", -2.5d),
            Odd("'NaN'", 2), Odd("'Infinity'", 1), Odd("'-Infinity'", -1),
        ]),
        "Float8" => new(name, type, "double precision",
        [
            Bare("0.1", 0.1d), Bare("5E-324", double.Epsilon), Bare("1.7976931348623157E+308", double.MaxValue), Bare("0", 0d), Bare("-2.5", -2.5d),
            Bare("9007199254740993", 9007199254740992d, "9007199254740992"), Odd("'NaN'", 2), Odd("'Infinity'", 1), Odd("'-Infinity'", -1),
        ]),
        "Numeric" => new(name, type, "numeric",
        [
            Bare("0", 0m), Bare("0.000", 0m), Bare("1.50", 1.5m), Bare("-0.0001", -0.0001m), Bare("1234567890123456789012345678", 1234567890123456789012345678m),
            Bare("0.0000000000000000000000000001", 0.0000000000000000000000000001m), Bare("10000", 10000m), Bare("100000000", 100000000m),
            // More digits than an argument takes, and than anything but text holds.
            new($"1{new string('0', 40)}.{new string('0', 30)}7", $"1{new string('0', 40)}.{new string('0', 30)}7", null, BigInteger.Pow(10, 40)) { Rank = 0.5 },
            new($"-{new string('9', 2000)}", $"-{new string('9', 2000)}", null, 0) { Rank = -0.5 },
            Odd("'NaN'", 2), Odd("'Infinity'", 1), Odd("'-Infinity'", -1),
        ]),
        "Date" => new(name, type, "date",
        [
            Text("'2024-02-29'", "2024-02-29", 20240229L), Text("'0001-01-01'", "0001-01-01", 10101L), Text("'9999-12-31'", "9999-12-31", 99991231L),
            Odd("'0044-03-15 BC'", -0.5), Odd("'4713-01-01 BC'", -0.6), Odd("'10000-01-01'", 0.5), Odd("'infinity'", 1), Odd("'-infinity'", -1),
        ]),
        "Time" => new(name, type, "time",
        [
            Text("'00:00'", "00:00:00", 0L), Text("'23:59:59.999999'", "23:59:59.999999", 86399999999L), Text("'12:30:00.5'", "12:30:00.5", 45000500000L), Odd("'24:00'", 0.5),
        ]),
        "Timestamptz" => new(name, type, "timestamptz",
        [
            Text("'2024-02-29 12:00+02'", "2024-02-29T10:00:00Z", 20240229100000.000000m), Text("'2024-02-29 10:00:00.000001Z'", "2024-02-29T10:00:00.000001Z", 20240229100000.000001m),
            Text("'0001-01-01 00:00Z'", "0001-01-01T00:00:00Z", 10101000000m), Text("'9999-12-31 23:59:59.999999Z'", "9999-12-31T23:59:59.999999Z", 99991231235959.999999m),
            Odd("'0001-12-31 23:59:59Z BC'", -0.5), Odd("'4713-01-01 00:00Z BC'", -0.6), Odd("'10000-01-01 00:00Z'", 0.5), Odd("'294276-12-31 00:00Z'", 0.6), Odd("'infinity'", 1), Odd("'-infinity'", -1),
        ]),
        "Timestamp" => new(name, type, "timestamp",
        [
            Text("'2024-02-29 10:00'", "2024-02-29T10:00:00", 20240229L), Text("'0001-01-01'", "0001-01-01T00:00:00", 10101L), Text("'9999-12-31 23:59:59.5'", "9999-12-31T23:59:59.5", 99991231L),
            Odd("'0044-03-15 BC'", -0.5), Odd("'10000-01-01'", 0.5), Odd("'infinity'", 1), Odd("'-infinity'", -1),
        ]),
        "Interval" => new(name, type, "interval",
        [
            Text("'0'", "PT0S", 0L), Text("'1 day'", "P1D", 86_400_000_000L), Text("'24 hours'", "PT24H", 86_400_000_000L), Text("'-90 seconds'", "PT-1M-30S", -90_000_000L, argument: "-PT1M30S"),
            Text("'1.5 seconds'", "PT1.5S", 1_500_000L), new("'1 mon'", "\"P1M\"", null, 30 * 86_400_000_000L), new("'1 year -3 days 02:00'", "\"P1Y-3DT2H\"", null, (357 * 86_400_000_000L) + 7_200_000_000L),
            Text("'-0.000001 seconds'", "PT-0.000001S", -1L, argument: "-PT0.000001S"),
        ]),
        "Jsonb" or "Json" => new(name, type, name.ToLowerInvariant(),
        [
            .. new[] { "null", "[]", "{\"a\": [1, {\"b\": null}], \"c\": \"x  \\\" \\\\ \\n é\"}", "1e400", "123456789012345678901234567890.10", "\"  text \"" }
                .Select(json => new SampleValue($"'{json}'", name == "Json" ? json.Replace("[1, {", "[1,{").Replace(": [", ":[").Replace(": null", ":null").Replace(", \"c\": ", ",\"c\":") : null, null, json) { Shown = true }),
        ]),
        "Bytea" => new(name, type, "bytea", [Text("'\\x'", "", ""), Text("'\\x00ff'", "AP8=", "00ff"), Text("'\\x00'", "AA==", "00"), Text("'\\xdeadbeef'", "3q2+7w==", "deadbeef")]),
        _ => throw new InvalidOperationException($"There are no samples of {name}."),
    };

    private static IEnumerable<SampleValue> Texts()
    {
        foreach (var text in new[] { "", "a", "A", "ab", "aB%", "_b", "b\\", "50%", "é", "É", "x\"y", "l1\nl2", "\u2028😀", " a ", "'; DROP TABLE x; --", "null" })
        {
            yield return new SampleValue($"'{text.Replace("'", "''")}'", null, System.Text.Json.JsonSerializer.Serialize(text), text) { Shown = true };
        }
    }

    private static SampleValue Text(string sql, string json, IComparable key, string? argument = null) => new(sql, $"\"{json}\"", $"\"{argument ?? json}\"", key);

    private static SampleValue Bare(string text, IComparable key, string? json = null) => new(text, json ?? text, json ?? text, key);

    // The database holds it, and no scalar does.
    private static SampleValue Odd(string sql, double rank) => new(sql, null, null, 0) { Rank = rank };
}

/// <summary>A column type with some of its values.</summary>
/// <param name="Name">Its name, unique.</param>
/// <param name="Type">The type.</param>
/// <param name="SqlType">What the database calls it.</param>
/// <param name="Values">Different values.</param>
internal sealed record TypeSample(string Name, ColumnType Type, string SqlType, ImmutableArray<SampleValue> Values)
{
    public string FieldName => char.ToLowerInvariant(Name[0]) + Name[1..];
}

/// <summary>A value of a column.</summary>
/// <param name="Sql">As SQL has it.</param>
/// <param name="Json">As a response shows it; null when it cannot.</param>
/// <param name="Argument">As JSON in a filter; null when no filter can name it.</param>
/// <param name="Key">What it is equal by and, below and above values of no key, ordered by.</param>
internal sealed record SampleValue(string Sql, string? Json, string? Argument, IComparable Key)
{
    /// <summary>Where it lies: 0 among the ordinary ones.</summary>
    public double Rank { get; init; }

    /// <summary>Whether a response shows it, in what spelling whatever.</summary>
    public bool Shown { get; init; }
}
