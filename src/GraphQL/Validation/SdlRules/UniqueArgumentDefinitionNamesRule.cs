using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.SdlRules;

/// <summary>A field or directive defines each argument once.</summary>
internal sealed class UniqueArgumentDefinitionNamesRule(SdlContext context) : SdlRule(context)
{
    public override bool Enter(SyntaxNode node)
    {
        switch (node)
        {
            case DirectiveDefinitionNode { IsExtension: false } directive:
                Check($"@{directive.Name.Value}", directive.Arguments);
                return false;
            case ObjectTypeDefinitionNode type:
                Check(type, type.Fields);
                return false;
            case InterfaceTypeDefinitionNode type:
                Check(type, type.Fields);
                return false;
            default:
                return true;
        }
    }

    private void Check(TypeDefinitionNode type, IEnumerable<FieldDefinitionNode> fields)
    {
        foreach (var field in fields)
        {
            Check($"{type.Name.Value}.{field.Name.Value}", field.Arguments);
        }
    }

    private void Check(string parent, IEnumerable<InputValueDefinitionNode> arguments)
    {
        foreach (var same in arguments.GroupBy(argument => argument.Name.Value).Where(group => group.Skip(1).Any()))
        {
            Report($"Argument \"{parent}({same.Key}:)\" can only be defined once.", same.Select(argument => argument.Name));
        }
    }
}
