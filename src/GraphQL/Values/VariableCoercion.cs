using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Values;

/// <summary>Turns the variables of a request into values.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Coercing-Variable-Values</remarks>
public static class VariableCoercion
{
    /// <summary>The deepest nesting of a variable's JSON: everything after may recurse over it.</summary>
    public const int MaxDepth = 200;

    /// <summary>As many errors as graphql-js reports before it gives up.</summary>
    private const int MaxErrors = 50;

    /// <summary>The values, or every reason why there are none.</summary>
    public static bool TryCoerce(
        IReadOnlyList<VariableSignature> variables,
        JsonElement? inputs,
        bool hideSuggestions,
        out VariableValues values,
        out IReadOnlyList<GraphQLError> errors)
    {
        if (variables.Count == 0)
        {
            values = VariableValues.Empty;
            errors = [];
            return true;
        }

        values = new VariableValues(variables.Count);
        List<GraphQLError>? found = null;
        for (var i = 0; i < variables.Count; i++)
        {
            Coerce(variables[i], InputOf(inputs, variables[i]), hideSuggestions, values, ref found);
        }

        errors = found is null ? [] : Limit(found);
        return found is null;
    }

    private static List<GraphQLError> Limit(List<GraphQLError> errors) => errors.Count <= MaxErrors
        ? errors
        :
        [
            .. errors.Take(MaxErrors),
            new GraphQLError
            {
                Message = "Too many errors processing variables, error limit reached. Execution aborted.",
                Code = ErrorCodes.InvalidVariable,
            },
        ];

    private static JsonElement? InputOf(JsonElement? inputs, VariableSignature variable) =>
        inputs is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty(variable.Name, out var input) ? input : null;

    private static void Coerce(
        VariableSignature variable, JsonElement? input, bool hideSuggestions, VariableValues values, ref List<GraphQLError>? errors)
    {
        var definition = variable.Definition;
        if (variable.Type is not { } type)
        {
            (errors ??= []).Add(GraphQLError.At(
                $"Variable \"${variable.Name}\" expected value of type \"{TypeReferences.Print(definition.Type)}\" which cannot be used as an input type.",
                ErrorCodes.InvalidVariable,
                definition.Type));
            return;
        }

        values.AddSource(new VariableSource(variable, input));
        if (input is null && definition.DefaultValue is not null)
        {
            UseDefault(variable, type, hideSuggestions, values, ref errors);
        }
        else if (input is { } given && FaultIn(given, MaxDepth) is { } fault)
        {
            (errors ??= []).Add(Error(definition, "invalid value", new InputError([], fault, null)));
        }
        else if (input is { } value && InputCoercion.TryCoerce(value, type, out var coerced))
        {
            values.Add(variable.Name, coerced);
        }
        else if (input is not null || type is NonNullType)
        {
            Describe(definition, "invalid value", InputValidator.Validate(input, type, hideSuggestions), ref errors);
        }
    }

    private static void UseDefault(
        VariableSignature variable, GraphQLType type, bool hideSuggestions, VariableValues values, ref List<GraphQLError>? errors)
    {
        var literal = variable.Definition.DefaultValue!;
        if (InputCoercion.TryCoerce(literal, type, VariableValues.Empty, out var coerced))
        {
            values.Add(variable.Name, coerced);
            return;
        }

        Describe(
            variable.Definition, "invalid default value", InputValidator.Validate(literal, type, VariableValues.Empty, hideSuggestions), ref errors);
    }

    private static void Describe(
        VariableDefinitionNode definition, string what, IEnumerable<InputError> reasons, ref List<GraphQLError>? errors) =>
        (errors ??= []).AddRange(reasons.Select(reason => Error(definition, what, reason)));

    private static GraphQLError Error(VariableDefinitionNode definition, string what, InputError error) => GraphQLError.At(
        $"Variable \"${definition.Variable.Name.Value}\" has {what}{error.PrintPath()}: {error.Message}",
        ErrorCodes.InvalidVariable,
        definition);

    // JSON reads as such with bytes that are no text and with half a surrogate pair; every reader of the value would throw.
    private static string? FaultIn(JsonElement value, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array or JsonValueKind.Object when depth == 0:
                return $"Expected a value nested no deeper than {MaxDepth} levels.";
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    if (FaultIn(item, depth - 1) is { } fault)
                    {
                        return fault;
                    }
                }

                return null;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    if ((FaultIn(JsonMarshal.GetRawUtf8PropertyName(property)) ?? FaultIn(property.Value, depth - 1)) is { } fault)
                    {
                        return fault;
                    }
                }

                return null;
            case JsonValueKind.String:
                return FaultIn(JsonMarshal.GetRawUtf8Value(value));
            default:
                return null;
        }
    }

    private static string? FaultIn(ReadOnlySpan<byte> text) =>
        Utf8.IsValid(text) && HasWholeSurrogates(text) ? null : "Expected text that is valid Unicode.";

    /// <summary>Whether every escaped surrogate is one half of a pair.</summary>
    private static bool HasWholeSurrogates(ReadOnlySpan<byte> text)
    {
        var expectsLow = false;
        for (var i = text.IndexOf((byte)'\\'); i >= 0 && i < text.Length - 1; i++)
        {
            var isEscape = text[i] == '\\';
            var isSurrogate = isEscape && text[i + 1] == 'u' && text[i + 2] is (byte)'d' or (byte)'D' && text[i + 3] is not (>= (byte)'0' and <= (byte)'7');
            var isLow = isSurrogate && text[i + 3] is not ((byte)'8' or (byte)'9' or (byte)'a' or (byte)'A' or (byte)'b' or (byte)'B');
            if (expectsLow != isLow)
            {
                return false;
            }

            expectsLow = isSurrogate && !isLow;
            i += !isEscape ? 0 : text[i + 1] == 'u' ? 5 : 1;
        }

        return !expectsLow;
    }
}
