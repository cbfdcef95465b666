using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.SdlRules;

/// <summary>A type and its extensions define each field once.</summary>
internal sealed class UniqueFieldDefinitionNamesRule(SdlContext context) : SdlRule(context)
{
    private readonly Dictionary<(string Type, string Field), NameNode> _known = [];

    public override bool Enter(SyntaxNode node)
    {
        var fields = node switch
        {
            ObjectTypeDefinitionNode type => type.Fields.Select(field => field.Name),
            InterfaceTypeDefinitionNode type => type.Fields.Select(field => field.Name),
            InputObjectTypeDefinitionNode type => type.Fields.Select(field => field.Name),
            _ => null,
        };
        if (fields is null)
        {
            return true;
        }

        foreach (var name in fields)
        {
            var key = (((TypeDefinitionNode)node).Name.Value, name.Value);
            if (!_known.TryAdd(key, name))
            {
                Report($"Field \"{key.Item1}.{key.Item2}\" can only be defined once.", _known[key], name);
            }
        }

        return false;
    }
}
