using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>Types keep the promises of the interfaces they implement.</summary>
/// <remarks>https://spec.graphql.org/September2025/#IsValidImplementation()</remarks>
internal sealed class InterfaceValidation(Schema schema, SchemaReport report)
{
    public void Validate(FieldsType type)
    {
        HashSet<string> seen = [];
        foreach (var implemented in type.Interfaces)
        {
            if (ReferenceEquals(type, implemented))
            {
                report.Add(
                    $"Type {type} cannot implement itself because it would create a circular reference.",
                    ImplementsNodes(type, implemented));
            }
            else if (!seen.Add(implemented.Name))
            {
                report.Add($"Type {type} can only implement {implemented} once.", ImplementsNodes(type, implemented));
            }
            else
            {
                ValidateAncestors(type, implemented);
                ValidateImplementation(type, implemented);
            }
        }
    }

    private void ValidateAncestors(FieldsType type, InterfaceType implemented)
    {
        foreach (var ancestor in implemented.Interfaces.Where(ancestor => !type.Interfaces.Contains(ancestor)))
        {
            report.Add(
                ReferenceEquals(ancestor, type)
                    ? $"Type {type} cannot implement {implemented} because it would create a circular reference."
                    : $"Type {type} must implement {ancestor} because it is implemented by {implemented}.",
                [.. ImplementsNodes(implemented, ancestor), .. ImplementsNodes(type, implemented)]);
        }
    }

    private void ValidateImplementation(FieldsType type, InterfaceType implemented)
    {
        foreach (var promised in implemented.Fields.Values)
        {
            if (type.Fields.GetValueOrDefault(promised.Name) is { } field)
            {
                ValidateField(type, field, implemented, promised);
            }
            else
            {
                report.Add(
                    $"Interface field {implemented}.{promised.Name} expected but {type} does not provide it.",
                    [promised.SyntaxNode, .. type.SyntaxNodes]);
            }
        }
    }

    private void ValidateField(FieldsType type, Field field, InterfaceType implemented, Field promised)
    {
        var (own, theirs) = ($"{type}.{field.Name}", $"{implemented}.{promised.Name}");
        if (!schema.IsSubType(field.Type, promised.Type))
        {
            report.Add(
                $"Interface field {theirs} expects type {promised.Type} but {own} is type {field.Type}.",
                promised.SyntaxNode?.Type,
                field.SyntaxNode?.Type);
        }

        foreach (var argument in promised.Arguments)
        {
            ValidateArgument(own, field, theirs, argument);
        }

        foreach (var argument in field.Arguments.Where(one => one.IsRequired && promised.FindArgument(one.Name) is null))
        {
            report.Add(
                $"Argument \"{own}({argument.Name}:)\" must not be required type \"{argument.Type}\" if not provided by the " +
                $"Interface field \"{theirs}\".",
                argument.SyntaxNode,
                promised.SyntaxNode);
        }

        if (field.DeprecationReason is not null && promised.DeprecationReason is null)
        {
            report.Add(
                $"Interface field {theirs} is not deprecated, so implementation field {own} must not be deprecated.",
                SchemaReport.DeprecatedNode(field.SyntaxNode?.Directives),
                field.SyntaxNode?.Type);
        }
    }

    private void ValidateArgument(string own, Field field, string theirs, InputValue promised)
    {
        if (field.FindArgument(promised.Name) is not { } argument)
        {
            report.Add(
                $"Interface field argument {theirs}({promised.Name}:) expected but {own} does not provide it.",
                promised.SyntaxNode,
                field.SyntaxNode);
        }
        else if (!GraphQLType.AreEqual(promised.Type, argument.Type))
        {
            report.Add(
                $"Interface field argument {theirs}({promised.Name}:) expects type {promised.Type} but " +
                $"{own}({argument.Name}:) is type {argument.Type}.",
                promised.SyntaxNode?.Type,
                argument.SyntaxNode?.Type);
        }
    }

    private static IEnumerable<SyntaxNode> ImplementsNodes(FieldsType type, InterfaceType implemented) => type.SyntaxNodes
        .SelectMany(node => node switch
        {
            ObjectTypeDefinitionNode definition => definition.Interfaces,
            InterfaceTypeDefinitionNode definition => definition.Interfaces,
            _ => [],
        })
        .Where(node => node.Name.Value == implemented.Name);
}
