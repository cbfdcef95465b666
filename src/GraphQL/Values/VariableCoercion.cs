using System.Text.Json;
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
        Schema schema,
        IReadOnlyList<VariableDefinitionNode> definitions,
        JsonElement? inputs,
        bool hideSuggestions,
        out VariableValues values,
        out IReadOnlyList<GraphQLError> errors)
    {
        if (definitions.Count == 0)
        {
            values = VariableValues.Empty;
            errors = [];
            return true;
        }

        values = new VariableValues();
        var found = new List<GraphQLError>();
        foreach (var definition in definitions)
        {
            Coerce(schema, definition, InputOf(inputs, definition), hideSuggestions, values, found);
        }

        if (found.Count > MaxErrors)
        {
            found.RemoveRange(MaxErrors, found.Count - MaxErrors);
            found.Add(new GraphQLError
            {
                Message = "Too many errors processing variables, error limit reached. Execution aborted.",
                Code = ErrorCodes.InvalidVariable,
            });
        }

        errors = found;
        return found.Count == 0;
    }

    private static JsonElement? InputOf(JsonElement? inputs, VariableDefinitionNode definition) =>
        inputs is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty(definition.Variable.Name.Value, out var input)
            ? input
            : null;

    private static void Coerce(
        Schema schema,
        VariableDefinitionNode definition,
        JsonElement? input,
        bool hideSuggestions,
        VariableValues values,
        List<GraphQLError> errors)
    {
        var name = definition.Variable.Name.Value;
        if (TypeReferences.Find(schema, definition.Type) is not { IsInputType: true } type)
        {
            errors.Add(GraphQLError.At(
                $"Variable \"${name}\" expected value of type \"{TypeReferences.Print(definition.Type)}\" which cannot be used as an input type.",
                ErrorCodes.InvalidVariable,
                definition.Type));
            return;
        }

        values.AddSource(name, new VariableSource(type, input, definition.DefaultValue));
        if (input is null && definition.DefaultValue is not null)
        {
            UseDefault(definition, type, hideSuggestions, values, errors);
        }
        else if (input is { } given && ExceedsDepth(given, MaxDepth))
        {
            errors.Add(Error(definition, "invalid value", new InputError([], $"Expected a value nested no deeper than {MaxDepth} levels.", null)));
        }
        else if (input is { } value && InputCoercion.TryCoerce(value, type, out var coerced))
        {
            values.Add(name, coerced);
        }
        else if (input is not null || type is NonNullType)
        {
            errors.AddRange(InputValidator.Validate(input, type, hideSuggestions).Select(error => Error(definition, "invalid value", error)));
        }
    }

    private static void UseDefault(
        VariableDefinitionNode definition, GraphQLType type, bool hideSuggestions, VariableValues values, List<GraphQLError> errors)
    {
        if (InputCoercion.TryCoerce(definition.DefaultValue!, type, VariableValues.Empty, out var coerced))
        {
            values.Add(definition.Variable.Name.Value, coerced);
            return;
        }

        errors.AddRange(InputValidator.Validate(definition.DefaultValue!, type, VariableValues.Empty, hideSuggestions)
            .Select(error => Error(definition, "invalid default value", error)));
    }

    private static GraphQLError Error(VariableDefinitionNode definition, string what, InputError error) => GraphQLError.At(
        $"Variable \"${definition.Variable.Name.Value}\" has {what}{error.PrintPath()}: {error.Message}",
        ErrorCodes.InvalidVariable,
        definition);

    private static bool ExceedsDepth(JsonElement value, int depth) => value.ValueKind switch
    {
        JsonValueKind.Array => depth == 0 || value.EnumerateArray().Any(item => ExceedsDepth(item, depth - 1)),
        JsonValueKind.Object => depth == 0 || value.EnumerateObject().Any(property => ExceedsDepth(property.Value, depth - 1)),
        _ => false,
    };
}
