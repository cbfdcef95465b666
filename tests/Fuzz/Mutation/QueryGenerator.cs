using System.Globalization;
using System.Text;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Fuzz.Tests.Mutation;

/// <summary>Documents that are valid, or nearly, for a schema, so that what lies behind validation is reached: planner and SQL.</summary>
internal sealed class QueryGenerator(Schema schema, IReadOnlyList<string> cursors)
{
    private static readonly string[] Texts = ["", "a", "CA", "%", "_", "\\\\", "'", "é", "😀", "completed", "\\u0000", "2024"];

    public string Make(Dice dice)
    {
        var text = new StringBuilder("{ ");
        var fields = schema.QueryType!.Fields.Values.ToList();
        for (var roots = dice.Between(1, 4); roots > 0; roots--)
        {
            AddField(text, dice.Pick(fields), dice, 0, roots);
        }

        return text.Append('}').ToString();
    }

    private void AddField(StringBuilder text, Field field, Dice dice, int depth, int alias)
    {
        if (dice.OneIn(2) || depth == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"a{alias}: ");
        }

        text.Append(field.Name);
        AddArguments(text, field.Arguments, dice);
        if (dice.OneIn(20))
        {
            text.Append(dice.OneIn(2) ? " @skip(if: false)" : " @include(if: true)");
        }

        if (field.Type.IsCompositeType)
        {
            AddSelections(text, field.Type.Named, dice, depth + 1);
        }

        text.Append(' ');
    }

    private void AddSelections(StringBuilder text, NamedType type, Dice dice, int depth)
    {
        text.Append(" { ");
        var fields = (type as FieldsType)?.Fields.Values.ToList() ?? [];
        var wanted = fields.Count == 0 ? 0 : dice.Between(1, 5);
        var taken = 0;
        for (var i = 0; i < wanted; i++)
        {
            var field = dice.Pick(fields);
            if (field.Type.IsCompositeType && depth > 6)
            {
                continue;
            }

            taken++;
            AddField(text, field, dice, depth, i);
        }

        text.Append(taken == 0 || dice.OneIn(10) ? "__typename }" : "}");
    }

    private void AddArguments(StringBuilder text, IReadOnlyList<InputValue> arguments, Dice dice)
    {
        var given = arguments.Where(argument => argument.IsRequired || dice.OneIn(3)).ToList();
        if (given.Count == 0)
        {
            return;
        }

        text.Append('(');
        foreach (var argument in given)
        {
            text.Append(argument.Name).Append(": ");
            if (argument.Name is "first" or "last")
            {
                text.Append(dice.Pick(["0", "1", "2", "3", "10", "1000", "1001", "-1", "null", "2147483647"]));
            }
            else if (argument.Name is "after" or "before" && cursors.Count > 0 && !dice.OneIn(4))
            {
                text.Append('"').Append(dice.Pick(cursors)).Append('"');
            }
            else
            {
                AddValue(text, argument.Type, dice, 0);
            }

            text.Append(' ');
        }

        text.Append(')');
    }

    private static void AddValue(StringBuilder text, GraphQLType type, Dice dice, int depth)
    {
        if (type is not NonNullType && dice.OneIn(12))
        {
            text.Append("null");
            return;
        }

        switch (type.NullableType)
        {
            case ListType list:
                text.Append('[');
                for (var items = dice.Between(0, 3); items > 0; items--)
                {
                    AddValue(text, list.OfType, dice, depth + 1);
                    text.Append(' ');
                }

                text.Append(']');
                break;
            case InputObjectType input:
                text.Append("{ ");
                var fields = input.Fields.Values.ToList();
                var wanted = depth > 8 ? 0 : dice.Between(0, 2);
                foreach (var field in Enumerable.Range(0, wanted).Select(_ => dice.Pick(fields)).Concat(fields.Where(field => field.IsRequired)).Distinct())
                {
                    text.Append(field.Name).Append(": ");
                    AddValue(text, field.Type, dice, depth + 1);
                    text.Append(' ');
                }

                text.Append('}');
                break;
            case EnumType choice:
                text.Append(dice.Pick(choice.Values).Name);
                break;
            case var leaf:
                text.Append(Leaf(leaf.Named.Name, dice));
                break;
        }
    }

    private static string Leaf(string scalar, Dice dice) => scalar switch
    {
        "Int" or "Short" => dice.Pick(["0", "1", "-1", "7", "32767", "2147483647", "-2147483648"]),
        "Long" => dice.Pick(["0", "1", "-1", "9223372036854775807", "-9223372036854775808"]),
        "Float" or "Decimal" => dice.Pick(["0", "1.5", "-0.0", "1e300", "79228162514264337593543950335", "1e-20"]),
        "Boolean" => dice.Pick(["true", "false"]),
        "UUID" => dice.Pick(["\"00000000-0000-0000-0000-000000000000\"", "\"ffffffff-ffff-ffff-ffff-ffffffffffff\"", "\"01a1fe37-a407-7819-bee8-6e7a345f1ea1\""]),
        "DateTime" => dice.Pick(["\"2024-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"2024-06-01T12:00:00.123456+14:00\""]),
        "LocalDate" => dice.Pick(["\"2024-01-01\"", "\"0001-01-01\"", "\"9999-12-31\"", "\"2024-02-29\""]),
        "Any" => dice.Pick(["{ a: [1 2.5 \"x\" null] }", "null", "[]", "\"a\"", "1"]),
        _ => $"\"{dice.Pick(Texts)}\"",
    };
}
