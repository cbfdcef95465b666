using System.Text.Json;
using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Data.Tables;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.GraphQL.Data.Tests.Tables;

/// <summary>Every column type in a table, at its ends and past what its scalar can hold.</summary>
public sealed class SpecialValueTests(PostgresServer postgres)
{
    private static readonly ColumnType Colour = ColumnTypes.TextEnum(new EnumType("Colour", [new("RED", "red")]));

    public static TheoryData<string, string[]> Special => new()
    {
        { "date", ["infinity", "-infinity", "0001-12-31 BC", "4713-01-01 BC", "0045-02-28 BC", "10000-02-29", "5874897-12-31"] },
        { "timestamptz", ["infinity", "-infinity", "0044-03-15 12:00:00+00 BC", "10000-01-01 00:00:00.5+00", "294276-12-31 23:59:59.999999+00"] },
        { "time", ["24:00:00"] },
        { "float8", ["NaN", "Infinity", "-Infinity"] },
        { "numeric", ["NaN", "Infinity", "-Infinity"] },
        { "colour", ["blue, or green"] },
    };

    public static TheoryData<string, string, string> Ordinary => new()
    {
        { "bool", "true", "true" },
        { "int2", "-32768", "-32768" },
        { "int4", "2147483647", "2147483647" },
        { "int8", "-9223372036854775808", "-9223372036854775808" },
        { "float8", "1e300", "1E+300" },
        { "float8", "0.1", "0.1" },
        { "numeric", "-0.00000000000000000000000000100", "-0.00000000000000000000000000100" },
        { "date", "0001-01-01", "0001-01-01" },
        { "date", "9999-12-31", "9999-12-31" },
        { "time", "23:59:59.999999", "23:59:59.999999" },
        { "timestamptz", "2024-06-30T23:00:00-07", "2024-07-01T06:00:00Z" },
        { "interval", "1 year 2 days -3 hours", "P1Y2DT-3H" },
        { "uuid", "E31A7263-0AC8-47A9-9098-00219871850A", "e31a7263-0ac8-47a9-9098-00219871850a" },
        { "jsonb", """{"a": [1, "x"]}""", "\"{\"\"a\"\": [1, \"\"x\"\"]}\"" },
        { "bytea", "\\x00ff", "AP8=" },
        { "bytea", "\\x", "\"\"" },
        { "char(4)", "a  ", "a" },
        { "colour", "red", "RED" },
        { "text", " a\tb ", " a\tb " },
        { "text", "a\rb", "\"a\rb\"" },
    };

    [Theory]
    [MemberData(nameof(Special))]
    public async Task What_the_scalar_cannot_hold_is_shown_as_PostgreSQL_writes_it(string type, string[] values)
    {
        var rows = string.Join(", ", values.Select((value, i) => $"({i}, '{value}'::{SqlType(type)})"));
        await using var database = await postgres.CreateDatabaseAsync();
        var harness = await HarnessAsync(database, type, rows);

        var csv = await harness.TableAsync("{ values { nodes { value } } }", new CsvFormat());
        var ndjson = await harness.TableAsync("{ values { nodes { value } } }", new NdjsonFormat());

        Assert.Equal(["value", .. values.Select(value => value.Contains(',') ? $"\"{value}\"" : value), ""], csv.Split("\r\n"));
        Assert.Equal(values, ndjson.Split('\n')[..^1].Select(line => JsonDocument.Parse(line).RootElement.GetProperty("value").GetString()));
    }

    [Theory]
    [MemberData(nameof(Ordinary))]
    public async Task A_cell_is_its_JSON_without_the_quotes(string type, string value, string cell)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var harness = await HarnessAsync(database, type, $"(1, E'{value.Replace("\\", "\\\\").Replace("\r", "\\r").Replace("\t", "\\t")}'::{SqlType(type)})");

        var csv = await harness.TableAsync("{ values { nodes { value } } }", new CsvFormat());
        var json = (await harness.DataAsync("{ values { nodes { value } } }")).GetProperty("values").GetProperty("nodes")[0].GetProperty("value");

        Assert.Equal($"value\r\n{cell}\r\n", csv);
        if (json.ValueKind is not JsonValueKind.Object)
        {
            Assert.Equal(cell.Trim('"'), json.ToString(), ignoreCase: json.ValueKind is JsonValueKind.True or JsonValueKind.False);
        }
    }

    private static string SqlType(string type) => type == "colour" ? "text" : type;

    private static async Task<RelationHarness> HarnessAsync(TestDatabase database, string type, string rows)
    {
        await database.ExecuteAsync($"""
            CREATE TABLE public.value (id int PRIMARY KEY, value {SqlType(type)});
            INSERT INTO public.value VALUES {rows};
            """);
        ColumnType columnType = type switch
        {
            "date" => ColumnTypes.Date,
            "timestamptz" => ColumnTypes.Timestamptz,
            "time" => ColumnTypes.Time,
            "float8" => ColumnTypes.Float8,
            "numeric" => ColumnTypes.Numeric,
            "colour" => Colour,
            "bool" => ColumnTypes.Bool,
            "int2" => ColumnTypes.Int2,
            "int4" => ColumnTypes.Int4,
            "int8" => ColumnTypes.Int8,
            "interval" => ColumnTypes.Interval,
            "uuid" => ColumnTypes.Uuid,
            "jsonb" => ColumnTypes.Jsonb,
            "bytea" => ColumnTypes.Bytea,
            "char(4)" => ColumnTypes.FixedText,
            _ => ColumnTypes.Text,
        };
        return new RelationHarness(database, ("values", new Relation(
            "Value", "public", "value", [new("number", "id", ColumnTypes.Int4, false, "Number."), new("value", "value", columnType, true, "Value.")], ["id"])
        {
            Description = "A value.",
        }));
    }
}
