using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Language;

internal sealed partial class SyntaxWriter
{
    private void WriteTypeSystem(SyntaxNode node)
    {
        switch (node)
        {
            case TypeSystemDefinitionNode definition:
                Description(definition.Description);
                Append(definition.IsExtension ? "extend " : "");
                WriteDefinition(definition);
                break;
            case OperationTypeDefinitionNode operation:
                Append($"{NameOf(operation.Operation)}: {operation.Type.Name.Value}");
                break;
            case FieldDefinitionNode field:
                Description(field.Description);
                Append(field.Name.Value);
                WriteArguments(field.Arguments);
                Append($": {ValueText.Of(field.Type)}");
                Directives(field.Directives);
                break;
            case InputValueDefinitionNode input:
                Description(input.Description);
                Append($"{input.Name.Value}: {ValueText.Of(input.Type)}");
                Default(input.DefaultValue);
                Directives(input.Directives);
                break;
            case EnumValueDefinitionNode value:
                Description(value.Description);
                Append(value.Name.Value);
                Directives(value.Directives);
                break;
        }
    }

    private void WriteDefinition(TypeSystemDefinitionNode definition)
    {
        switch (definition)
        {
            case SchemaDefinitionNode schema:
                Append("schema");
                Directives(schema.Directives);
                Braces(schema.OperationTypes);
                break;
            case ScalarTypeDefinitionNode scalar:
                Head("scalar", scalar);
                break;
            case ObjectTypeDefinitionNode type:
                Head("type", type, type.Interfaces);
                Braces(type.Fields);
                break;
            case InterfaceTypeDefinitionNode type:
                Head("interface", type, type.Interfaces);
                Braces(type.Fields);
                break;
            case UnionTypeDefinitionNode union:
                Head("union", union);
                Append(union.Types.Count > 0 ? $" = {Names(union.Types, " | ")}" : "");
                break;
            case EnumTypeDefinitionNode type:
                Head("enum", type);
                Braces(type.Values);
                break;
            case InputObjectTypeDefinitionNode input:
                Head("input", input);
                Braces(input.Fields);
                break;
            case DirectiveDefinitionNode directive:
                WriteDirectiveDefinition(directive);
                break;
        }
    }

    private void Head(string keyword, TypeDefinitionNode type, IReadOnlyList<NamedTypeNode>? interfaces = null)
    {
        Append($"{keyword} {type.Name.Value}");
        Append(interfaces is { Count: > 0 } ? $" implements {Names(interfaces, " & ")}" : "");
        Directives(type.Directives);
    }

    private void WriteDirectiveDefinition(DirectiveDefinitionNode directive)
    {
        Append($"directive @{directive.Name.Value}");
        WriteArguments(directive.Arguments);
        Directives(directive.Directives);
        if (!directive.IsExtension)
        {
            Append(directive.Repeatable ? " repeatable on " : " on ");
            Append(string.Join(" | ", directive.Locations.Select(location => location.Value)));
        }
    }

    private void WriteArguments(IReadOnlyList<InputValueDefinitionNode> arguments)
    {
        if (arguments.Any(NeedsLines))
        {
            Block("(", arguments, ")");
        }
        else if (arguments.Count > 0)
        {
            Append("(");
            Separated(arguments, ", ", WriteTypeSystem);
            Append(")");
        }
    }

    private static bool NeedsLines(InputValueDefinitionNode argument) =>
        argument.Description is not null || HasLines(argument.DefaultValue)
        || argument.Directives.Any(HasLines);

    private static string Names(IReadOnlyList<NamedTypeNode> types, string separator) =>
        string.Join(separator, types.Select(type => type.Name.Value));
}
