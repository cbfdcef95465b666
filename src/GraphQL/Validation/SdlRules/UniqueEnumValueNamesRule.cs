using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.SdlRules;

/// <summary>An enum and its extensions define each value once.</summary>
internal sealed class UniqueEnumValueNamesRule(SdlContext context) : SdlRule(context)
{
    private readonly Dictionary<(string Type, string Value), NameNode> _known = [];

    public override bool Enter(SyntaxNode node)
    {
        if (node is not EnumTypeDefinitionNode type)
        {
            return true;
        }

        foreach (var name in type.Values.Select(value => value.Name))
        {
            var key = (type.Name.Value, name.Value);
            if (!_known.TryAdd(key, name))
            {
                Report($"Enum value \"{key.Item1}.{key.Item2}\" can only be defined once.", _known[key], name);
            }
        }

        return false;
    }
}
