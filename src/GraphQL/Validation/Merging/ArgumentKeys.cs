using System.Globalization;
using System.Text;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Merging;

/// <summary>Texts that are equal exactly when argument values are the same, the order of object fields aside.</summary>
internal sealed class ArgumentKeys
{
    private readonly Dictionary<ValueNode, string> _values = [];

    public string Of(ValueNode value)
    {
        if (!_values.TryGetValue(value, out var key))
        {
            var builder = new StringBuilder();
            Write(value, builder);
            _values[value] = key = builder.ToString();
        }

        return key;
    }

    /// <summary>A text for all arguments of a field, whatever their order; null when one is given twice.</summary>
    public string? Of(IReadOnlyList<ArgumentNode> arguments)
    {
        if (arguments.Count == 0)
        {
            return "";
        }

        var sorted = arguments.ToArray();
        Array.Sort(sorted, static (left, right) => string.CompareOrdinal(left.Name.Value, right.Name.Value));
        var builder = new StringBuilder();
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0 && sorted[i].Name.Value == sorted[i - 1].Name.Value)
            {
                return null;
            }

            builder.Append(sorted[i].Name.Value).Append(':').Append(Of(sorted[i].Value)).Append(',');
        }

        return builder.ToString();
    }

    private static void Write(ValueNode value, StringBuilder builder)
    {
        StackGuard.Check();
        switch (value)
        {
            case VariableNode variable:
                builder.Append('$').Append(variable.Name.Value);
                break;
            case IntValueNode number:
                builder.Append('i').Append(number.Value);
                break;
            case FloatValueNode number:
                builder.Append('f').Append(number.Value);
                break;
            case BooleanValueNode boolean:
                builder.Append(boolean.Value ? 't' : 'n');
                break;
            case EnumValueNode name:
                builder.Append('e').Append(name.Value);
                break;
            case StringValueNode text:
                // The length makes it unambiguous without escapes.
                builder.Append(text.Block ? 'b' : 's')
                    .Append(CultureInfo.InvariantCulture, $"{text.Value.Length}\"")
                    .Append(text.Value);
                break;
            case ListValueNode list:
                builder.Append('[');
                foreach (var item in list.Values)
                {
                    Write(item, builder);
                    builder.Append(',');
                }

                builder.Append(']');
                break;
            case ObjectValueNode fields:
                builder.Append('{');
                foreach (var field in fields.Fields.OrderBy(static field => field.Name.Value, StringComparer.Ordinal))
                {
                    builder.Append(field.Name.Value).Append(':');
                    Write(field.Value, builder);
                    builder.Append(',');
                }

                builder.Append('}');
                break;
            default:
                builder.Append("null");
                break;
        }
    }
}
