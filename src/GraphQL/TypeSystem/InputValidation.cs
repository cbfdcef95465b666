using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>What holds for arguments and input fields of a schema.</summary>
internal static class InputValidation
{
    /// <param name="argument">The argument.</param>
    /// <param name="coordinate">Its name in messages: <c>Type.field(argument:)</c>.</param>
    /// <param name="typePlace">Where a wrong type is told.</param>
    /// <param name="report">Takes what is wrong.</param>
    public static void ValidateArgument(InputValue argument, string coordinate, SyntaxNode? typePlace, SchemaReport report)
    {
        report.CheckName(argument.Name, argument.SyntaxNode);
        if (!argument.Type.IsInputType)
        {
            report.Add($"The type of {coordinate} must be Input Type but got: {argument.Type}.", typePlace);
        }

        report.CheckDeprecation($"argument {coordinate}", argument.IsRequired, argument.DeprecationReason, argument.SyntaxNode);
        ValidateDefault(argument, coordinate, report);
    }

    public static void ValidateField(InputObjectType type, InputValue field, SchemaReport report)
    {
        var coordinate = $"{type.Name}.{field.Name}";
        report.CheckName(field.Name, field.SyntaxNode);
        if (!field.Type.IsInputType)
        {
            report.Add($"The type of {coordinate} must be Input Type but got: {field.Type}.", field.SyntaxNode?.Type);
        }

        report.CheckDeprecation($"input field {coordinate}", field.IsRequired, field.DeprecationReason, field.SyntaxNode);
        ValidateDefault(field, coordinate, report);
        if (type.IsOneOf)
        {
            ValidateOneOf(field, coordinate, report);
        }
    }

    private static void ValidateOneOf(InputValue field, string coordinate, SchemaReport report)
    {
        if (field.Type is NonNullType)
        {
            report.Add($"OneOf input field {coordinate} must be nullable.", field.SyntaxNode?.Type);
        }

        if (field.DefaultValue is not null)
        {
            report.Add($"OneOf input field {coordinate} cannot have a default value.", field.SyntaxNode);
        }
    }

    private static void ValidateDefault(InputValue input, string coordinate, SchemaReport report)
    {
        // Of a type that is no input type only null can be judged.
        if (input.DefaultValue is not { } value || (!input.Type.IsInputType && value is not NullValueNode))
        {
            return;
        }

        foreach (var error in InputValidator.Validate(value, input.Type, VariableValues.Empty, hideSuggestions: false))
        {
            report.Add($"{coordinate} has invalid default value{error.PrintPath()}: {error.Message}", error.Node ?? value);
        }
    }
}
