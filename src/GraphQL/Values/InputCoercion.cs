using System.Text.Json;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Values;

/// <summary>
/// Turns JSON and literals into the values that resolvers get, or says no. The reason is found by <see cref="InputValidator"/>,
/// so that the way of a good value stays short.
/// </summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Input-Values and the "Input Coercion" section of each type.</remarks>
internal static class InputCoercion
{
    public static bool TryCoerce(JsonElement input, GraphQLType type, out object? value)
    {
        if (type is NonNullType nonNull)
        {
            value = null;
            return input.ValueKind != JsonValueKind.Null && TryCoerce(input, nonNull.OfType, out value);
        }

        value = null;
        return input.ValueKind == JsonValueKind.Null || type switch
        {
            ListType list => TryCoerceList(input, list, out value),
            InputObjectType inputObject => TryCoerceObject(input, inputObject, out value),
            EnumType enumType => TryCoerceEnum(input, enumType, out value),
            ScalarType scalar => TryCoerceScalar(input, scalar, out value),
            _ => false,
        };
    }

    public static bool TryCoerce(
        ValueNode literal, GraphQLType type, IReadOnlyDictionary<string, object?> variables, out object? value)
    {
        if (literal is VariableNode variable)
        {
            return variables.TryGetValue(variable.Name.Value, out value) && !(value is null && type is NonNullType);
        }

        value = null;
        if (type is NonNullType nonNull)
        {
            return literal is not NullValueNode && TryCoerce(literal, nonNull.OfType, variables, out value);
        }

        return literal is NullValueNode || type switch
        {
            ListType list => TryCoerceList(literal, list, variables, out value),
            InputObjectType inputObject => TryCoerceObject(literal, inputObject, variables, out value),
            EnumType enumType => TryCoerceEnum(literal, enumType, out value),
            ScalarType scalar => TryCoerceScalar(literal, scalar, variables, out value),
            _ => false,
        };
    }

    /// <summary>The value of a default; false when the default does not fit its type, a mistake in the schema.</summary>
    public static bool TryCoerceDefault(InputValue definition, out object? value)
    {
        if (definition.CoercedDefault is { } known)
        {
            value = known.Value;
            return true;
        }

        if (!TryCoerce(definition.DefaultValue!, definition.Type, VariableValues.Empty, out value))
        {
            return false;
        }

        definition.CoercedDefault = new CoercedDefault(value);
        return true;
    }

    private static bool TryCoerceList(JsonElement input, ListType type, out object? value)
    {
        value = null;
        if (input.ValueKind != JsonValueKind.Array)
        {
            // A single value stands for a list of one.
            if (!TryCoerce(input, type.OfType, out var only))
            {
                return false;
            }

            value = new[] { only };
            return true;
        }

        var items = new object?[input.GetArrayLength()];
        var index = 0;
        foreach (var item in input.EnumerateArray())
        {
            if (!TryCoerce(item, type.OfType, out items[index++]))
            {
                return false;
            }
        }

        value = items;
        return true;
    }

    private static bool TryCoerceObject(JsonElement input, InputObjectType type, out object? value)
    {
        value = null;
        if (input.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        // A filter has many fields and few are given: only those are looked for, yet in the order of their definitions.
        var fields = type.Fields;
        Span<bool> isGiven = fields.Count <= 256 ? stackalloc bool[fields.Count] : new bool[fields.Count];
        var names = 0;
        foreach (var property in input.EnumerateObject())
        {
            var index = fields.IndexOf(JsonNames.Of(property));
            if (index < 0)
            {
                return false;
            }

            isGiven[index] = true;
            names++;
        }

        var given = 0;
        var coerced = new InputObjectValue(names);
        for (var i = 0; i < fields.Count; i++)
        {
            var field = fields.GetAt(i).Value;
            if (isGiven[i] && input.TryGetProperty(field.Name, out var fieldInput))
            {
                given++;
                if (!TryCoerce(fieldInput, field.Type, out var fieldValue))
                {
                    return false;
                }

                coerced.Add(field.Name, fieldValue);
            }
            else if (!TryAddDefault(coerced, field))
            {
                return false;
            }
        }

        value = coerced;
        return !type.IsOneOf || (given == 1 && IsOneValue(coerced));
    }

    private static bool TryCoerceEnum(JsonElement input, EnumType type, out object? value)
    {
        value = input.ValueKind == JsonValueKind.String ? type.FindByName(input.GetString()!)?.Value : null;
        return value is not null;
    }

    private static bool TryCoerceScalar(JsonElement input, ScalarType type, out object? value)
    {
        try
        {
            value = type.CoerceInputValue(input);
            return true;
        }
        catch (ValueCoercionException)
        {
            value = null;
            return false;
        }
    }

    private static bool TryCoerceList(
        ValueNode literal, ListType type, IReadOnlyDictionary<string, object?> variables, out object? value)
    {
        value = null;
        if (literal is not ListValueNode list)
        {
            if (!TryCoerce(literal, type.OfType, variables, out var only))
            {
                return false;
            }

            value = new[] { only };
            return true;
        }

        var items = new object?[list.Values.Count];
        for (var i = 0; i < items.Length; i++)
        {
            // A variable that was left out is null in a list, where there is no such thing as an absent item.
            if (!TryCoerce(list.Values[i], type.OfType, variables, out items[i])
                && (list.Values[i] is not VariableNode || type.OfType is NonNullType))
            {
                return false;
            }
        }

        value = items;
        return true;
    }

    private static bool TryCoerceObject(
        ValueNode literal, InputObjectType type, IReadOnlyDictionary<string, object?> variables, out object? value)
    {
        value = null;
        if (literal is not ObjectValueNode node)
        {
            return false;
        }

        foreach (var given in node.Fields)
        {
            if (!type.Fields.ContainsKey(given.Name.Value))
            {
                return false;
            }
        }

        var coerced = new InputObjectValue(node.Fields.Count);
        foreach (var field in type.Fields.Values)
        {
            var fieldNode = FindField(node, field.Name);
            if (fieldNode is null || (fieldNode.Value is VariableNode variable && !variables.ContainsKey(variable.Name.Value)))
            {
                if (!TryAddDefault(coerced, field))
                {
                    return false;
                }
            }
            else if (TryCoerce(fieldNode.Value, field.Type, variables, out var fieldValue))
            {
                coerced.Add(field.Name, fieldValue);
            }
            else
            {
                return false;
            }
        }

        value = coerced;
        return !type.IsOneOf || (node.Fields.Count == 1 && IsOneValue(coerced));
    }

    // The last of several fields of one name, which only a document that was not validated can have.
    private static ObjectFieldNode? FindField(ObjectValueNode node, string name)
    {
        for (var i = node.Fields.Count - 1; i >= 0; i--)
        {
            if (node.Fields[i].Name.Value == name)
            {
                return node.Fields[i];
            }
        }

        return null;
    }

    private static bool TryCoerceEnum(ValueNode literal, EnumType type, out object? value)
    {
        value = literal is EnumValueNode name ? type.FindByName(name.Value)?.Value : null;
        return value is not null;
    }

    private static bool TryCoerceScalar(
        ValueNode literal, ScalarType type, IReadOnlyDictionary<string, object?> variables, out object? value)
    {
        try
        {
            value = CoerceScalar(literal, type, variables);
            return true;
        }
        catch (ValueCoercionException)
        {
            value = null;
            return false;
        }
    }

    internal static object? CoerceScalar(ValueNode literal, ScalarType type) => CoerceScalar(literal, type, VariableValues.Empty);

    internal static object? CoerceScalar(ValueNode literal, ScalarType type, IReadOnlyDictionary<string, object?> variables) =>
        type.CoerceInputLiteral is { } coerce
            ? coerce(LiteralVariables.Replace(literal, variables))
            : type.CoerceInputValue(JsonLiterals.ToJson(LiteralVariables.ReplaceByValues(literal, variables)));

    private static bool TryAddDefault(InputObjectValue coerced, InputValue field)
    {
        if (field.DefaultValue is null)
        {
            return field.Type is not NonNullType;
        }

        if (!TryCoerceDefault(field, out var value))
        {
            return false;
        }

        coerced.Add(field.Name, value);
        return true;
    }

    private static bool IsOneValue(InputObjectValue coerced) => coerced.Entries is [{ Value: not null }];
}
