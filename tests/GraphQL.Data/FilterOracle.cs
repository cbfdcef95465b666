using System.Text.Json.Nodes;

namespace HealthGraph.GraphQL.Data.Tests;

/// <summary>What a filter means, as docs/graphql.md says it: one row at a time, no SQL.</summary>
internal static class FilterOracle
{
    public static bool Holds(OracleRow? row, JsonObject where) => where.All(condition => Holds(row, condition.Key, condition.Value));

    private static bool Holds(OracleRow? row, string field, JsonNode? asked)
    {
        switch (field)
        {
            case "and":
                return asked!.AsArray().All(inner => Holds(row, inner!.AsObject()));
            case "or":
                return asked!.AsArray() is { Count: 0 } || asked.AsArray().Any(inner => Holds(row, inner!.AsObject()));
            case "not":
                return !Holds(row, asked!.AsObject());
            case "number":
                return row is not null && asked!.AsObject().All(operation => row.Number > (int)operation.Value!);
            case "kind" or "ownKind":
                var linked = row?.Ones[field];
                return asked is null ? linked is null : Holds(linked, asked.AsObject());
            case "parts" or "things":
                return asked!.AsObject().All(quantifier => Holds(row?.Lists[field] ?? [], quantifier.Key, quantifier.Value));
            default:
                var sample = TypeSamples.All.Single(sample => sample.FieldName == field || sample.FieldName + "OrNull" == field);
                return Holds(sample, row?.Values[field], asked!.AsObject());
        }
    }

    private static bool Holds(List<OracleRow> rows, string quantifier, JsonNode? asked) => quantifier switch
    {
        "any" => (rows.Count > 0) == (bool)asked!,
        "all" => rows.TrueForAll(row => Holds(row, asked!.AsObject())),
        "none" => !rows.Exists(row => Holds(row, asked!.AsObject())),
        _ => rows.Exists(row => Holds(row, asked!.AsObject())),
    };

    public static bool Holds(TypeSample sample, SampleValue? value, JsonObject operations) => operations.All(operation => operation.Key switch
    {
        "and" => operation.Value!.AsArray().All(inner => Holds(sample, value, inner!.AsObject())),
        "or" => operation.Value!.AsArray() is { Count: 0 } || operation.Value.AsArray().Any(inner => Holds(sample, value, inner!.AsObject())),
        "in" => operation.Value!.AsArray().Any(item => Equal(value, Value(sample, item))),
        "nin" => !operation.Value!.AsArray().Any(item => Equal(value, Value(sample, item))),
        _ => Holds(value, operation.Key, Value(sample, operation.Value)),
    });

    private static SampleValue? Value(TypeSample sample, JsonNode? argument) =>
        argument is null ? null : sample.Values.First(value => value.Argument is { } json && JsonNode.DeepEquals(JsonNode.Parse(json), argument));

    private static bool Equal(SampleValue? value, SampleValue? other) =>
        value is null || other is null ? value is null && other is null : value.Rank == other.Rank && value.Key.Equals(other.Key);

    private static bool Holds(SampleValue? value, string operation, SampleValue? asked)
    {
        var text = value?.Key as string;
        var part = asked?.Key as string ?? "";
        return operation switch
        {
            "eq" => Equal(value, asked),
            "neq" => !Equal(value, asked),
            "gt" or "nlte" => value is not null && Compare(value, asked!) > 0,
            "gte" or "nlt" => value is not null && Compare(value, asked!) >= 0,
            "lt" or "ngte" => value is not null && Compare(value, asked!) < 0,
            "lte" or "ngt" => value is not null && Compare(value, asked!) <= 0,
            "contains" => text is not null && text.Contains(part, StringComparison.Ordinal),
            "ncontains" => text is null || !text.Contains(part, StringComparison.Ordinal),
            "startsWith" => text is not null && text.StartsWith(part, StringComparison.Ordinal),
            "nstartsWith" => text is null || !text.StartsWith(part, StringComparison.Ordinal),
            "endsWith" => text is not null && text.EndsWith(part, StringComparison.Ordinal),
            "nendsWith" => text is null || !text.EndsWith(part, StringComparison.Ordinal),
            "ieq" => text is not null && text.Equals(part, StringComparison.OrdinalIgnoreCase),
            "icontains" => text is not null && text.Contains(part, StringComparison.OrdinalIgnoreCase),
            "istartsWith" => text is not null && text.StartsWith(part, StringComparison.OrdinalIgnoreCase),
            "iendsWith" => text is not null && text.EndsWith(part, StringComparison.OrdinalIgnoreCase),
            _ => throw new InvalidOperationException($"The oracle does not know `{operation}`."),
        };
    }

    private static int Compare(SampleValue value, SampleValue other) => value.Rank != other.Rank
        ? value.Rank.CompareTo(other.Rank)
        : value.Key is string text ? string.CompareOrdinal(text, (string)other.Key) : value.Key.CompareTo(other.Key);
}
