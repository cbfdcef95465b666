using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.SdlRules;

/// <summary>What is extended is defined, and of the same kind.</summary>
internal sealed class PossibleTypeExtensionsRule : SdlRule
{
    private readonly Dictionary<string, TypeDefinitionNode> _defined = [];

    public PossibleTypeExtensionsRule(SdlContext context)
        : base(context)
    {
        foreach (var type in context.DefinedTypes)
        {
            _defined[type.Name.Value] = type;
        }
    }

    public override bool Enter(SyntaxNode node)
    {
        if (node is not TypeDefinitionNode { IsExtension: true } extension)
        {
            return true;
        }

        var name = extension.Name.Value;
        if (!_defined.TryGetValue(name, out var definition))
        {
            var suggestion = Suggestions.DidYouMean(Suggestions.For(name, _defined.Keys));
            Report($"Cannot extend type \"{name}\" because it is not defined.{suggestion}", extension.Name);
        }
        else if (definition.GetType() != extension.GetType())
        {
            Report($"Cannot extend non-{KindName(extension)} type \"{name}\".", definition, extension);
        }

        return true;
    }

    private static string KindName(TypeDefinitionNode type) => type switch
    {
        ScalarTypeDefinitionNode => "scalar",
        ObjectTypeDefinitionNode => "object",
        InterfaceTypeDefinitionNode => "interface",
        UnionTypeDefinitionNode => "union",
        EnumTypeDefinitionNode => "enum",
        _ => "input object",
    };
}
