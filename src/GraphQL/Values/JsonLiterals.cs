using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Values;

/// <summary>Turns JSON into GraphQL literals and back.</summary>
public static class JsonLiterals
{
    private static readonly JsonWriterOptions WriterOptions = new() { SkipValidation = true };

    /// <summary>The literal of a JSON value; a type tells enum values from strings.</summary>
    public static ValueNode ToLiteral(JsonElement value, GraphQLType? type = null) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => new BooleanValueNode { Value = value.GetBoolean() },
        JsonValueKind.Number => NumberLiteral(value),
        JsonValueKind.String => StringLiteral(value.GetString()!, type),
        JsonValueKind.Array => new ListValueNode
        {
            Values = [.. value.EnumerateArray().Select(item => ToLiteral(item, (type?.NullableType as ListType)?.OfType))],
        },
        JsonValueKind.Object => new ObjectValueNode
        {
            Fields =
            [
                .. value.EnumerateObject().Select(property => new ObjectFieldNode
                {
                    Name = new NameNode { Value = property.Name },
                    Value = ToLiteral(property.Value, (type?.Named as InputObjectType)?.Fields.GetValueOrDefault(property.Name)?.Type),
                }),
            ],
        },
        _ => new NullValueNode(),
    };

    /// <summary>The literal of a coerced value; false for one that has no form of its own in JSON, such as a date.</summary>
    internal static bool TryToLiteral(object? value, [NotNullWhen(true)] out ValueNode? literal)
    {
        literal = value switch
        {
            null => new NullValueNode(),
            string text => new StringValueNode { Value = text },
            bool condition => new BooleanValueNode { Value = condition },
            int or long or short => new IntValueNode { Value = Convert.ToString(value, CultureInfo.InvariantCulture)! },
            double number => new FloatValueNode { Value = JavaScriptNumber.Print(number) },
            JsonElement json => ToLiteral(json),
            IReadOnlyDictionary<string, object?> entries => ObjectLiteral(entries),
            IReadOnlyList<object?> items => ListLiteral(items),
            _ => null,
        };
        return literal is not null;
    }

    private static ObjectValueNode? ObjectLiteral(IReadOnlyDictionary<string, object?> entries)
    {
        var fields = new List<ObjectFieldNode>();
        foreach (var (name, value) in entries)
        {
            if (!TryToLiteral(value, out var literal))
            {
                return null;
            }

            fields.Add(new ObjectFieldNode { Name = new NameNode { Value = name }, Value = literal });
        }

        return new ObjectValueNode { Fields = fields };
    }

    private static ListValueNode? ListLiteral(IReadOnlyList<object?> items)
    {
        var values = new List<ValueNode>();
        foreach (var item in items)
        {
            if (!TryToLiteral(item, out var literal))
            {
                return null;
            }

            values.Add(literal);
        }

        return new ListValueNode { Values = values };
    }

    /// <summary>The JSON of a literal without variables. An enum value becomes a string.</summary>
    public static JsonElement ToJson(ValueNode literal)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(writer, literal);
        }

        // Read at the depth it was written with: the parser bounds it.
        var reader = new Utf8JsonReader(buffer.WrittenSpan, new JsonReaderOptions { MaxDepth = 1000 });
        return JsonElement.ParseValue(ref reader);
    }

    private static ValueNode NumberLiteral(JsonElement value)
    {
        var text = JavaScriptNumber.Print(value);
        return JavaScriptNumber.IsInteger(text) ? new IntValueNode { Value = text } : new FloatValueNode { Value = text };
    }

    private static ValueNode StringLiteral(string value, GraphQLType? type) => type?.Named switch
    {
        EnumType => new EnumValueNode { Value = value },
        _ => new StringValueNode { Value = value },
    };

    private static void Write(Utf8JsonWriter writer, ValueNode literal)
    {
        switch (literal)
        {
            case IntValueNode number:
                writer.WriteRawValue(number.Value, skipInputValidation: true);
                break;
            case FloatValueNode number:
                writer.WriteRawValue(number.Value, skipInputValidation: true);
                break;
            case StringValueNode text:
                writer.WriteStringValue(text.Value);
                break;
            case BooleanValueNode condition:
                writer.WriteBooleanValue(condition.Value);
                break;
            case EnumValueNode name:
                writer.WriteStringValue(name.Value);
                break;
            case ListValueNode list:
                writer.WriteStartArray();
                foreach (var item in list.Values)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case ObjectValueNode value:
                writer.WriteStartObject();
                foreach (var field in value.Fields)
                {
                    writer.WritePropertyName(field.Name.Value);
                    Write(writer, field.Value);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
