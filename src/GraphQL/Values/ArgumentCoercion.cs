using System.Collections.ObjectModel;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Values;

/// <summary>Turns the arguments of a field or directive into values.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Coercing-Field-Arguments</remarks>
public static class ArgumentCoercion
{
    private static readonly IReadOnlyDictionary<string, object?> None = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>The arguments by name; one that was left out and has no default is absent.</summary>
    /// <exception cref="GraphQLException">A value does not fit its argument.</exception>
    public static IReadOnlyDictionary<string, object?> CoerceArguments(
        NamedType parentType, Field field, FieldNode node, IReadOnlyDictionary<string, object?> variables) => field.Arguments.Count == 0
            ? None
            : Coerce($"{parentType.Name}.{field.Name}", field.Arguments, node.Arguments, node, variables);

    /// <summary>As the other, for a directive.</summary>
    public static IReadOnlyDictionary<string, object?> CoerceArguments(
        Directive directive, DirectiveNode node, IReadOnlyDictionary<string, object?> variables) => directive.Arguments.Count == 0
            ? None
            : Coerce($"@{directive.Name}", directive.Arguments, node.Arguments, node, variables);

    private static InputObjectValue Coerce(
        string owner,
        IReadOnlyList<InputValue> definitions,
        IReadOnlyList<ArgumentNode> arguments,
        SyntaxNode node,
        IReadOnlyDictionary<string, object?> variables)
    {
        var coerced = new InputObjectValue(arguments.Count);
        for (var i = 0; i < definitions.Count; i++)
        {
            var definition = definitions[i];
            if (Find(arguments, definition.Name) is not { } literal)
            {
                if (definition.IsRequired)
                {
                    throw Error(owner, definition, $"of required type \"{definition.Type}\" was not provided.", node);
                }

                AddDefault(coerced, owner, definition, node);
            }
            else if (literal is VariableNode variable && !definition.IsRequired && !variables.ContainsKey(variable.Name.Value))
            {
                AddDefault(coerced, owner, definition, node);
            }
            else if (InputCoercion.TryCoerce(literal, definition.Type, variables, out var value))
            {
                coerced.Add(definition.Name, value);
            }
            else
            {
                var error = InputValidator.Validate(literal, definition.Type, variables, hideSuggestions: false)[0];
                throw Error(owner, definition, $"has invalid value{error.PrintPath()}: {error.Message}", error.Node ?? node);
            }
        }

        return coerced;
    }

    private static void AddDefault(InputObjectValue coerced, string owner, InputValue definition, SyntaxNode node)
    {
        if (definition.DefaultValue is null)
        {
            return;
        }

        if (!InputCoercion.TryCoerceDefault(definition, out var value))
        {
            var error = InputValidator.Validate(definition.DefaultValue, definition.Type, VariableValues.Empty, hideSuggestions: false)[0];
            throw Error(owner, definition, $"has invalid default value{error.PrintPath()}: {error.Message}", node);
        }

        coerced.Add(definition.Name, value);
    }

    private static ValueNode? Find(IReadOnlyList<ArgumentNode> arguments, string name)
    {
        for (var i = arguments.Count - 1; i >= 0; i--)
        {
            if (arguments[i].Name.Value == name)
            {
                return arguments[i].Value;
            }
        }

        return null;
    }

    private static GraphQLException Error(string owner, InputValue definition, string what, SyntaxNode node) =>
        new(GraphQLError.At($"Argument \"{owner}({definition.Name}:)\" {what}", ErrorCodes.ValidationError, node));
}
