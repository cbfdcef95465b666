using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation.SdlRules;

/// <summary>A directive that is not repeatable stands once at a place; a type and its extensions are one place.</summary>
internal sealed class UniqueDirectivesPerLocationRule : SdlRule
{
    private readonly HashSet<string> _unique = [];
    private readonly Dictionary<string, Dictionary<string, DirectiveNode>> _byDefinition = [];

    public UniqueDirectivesPerLocationRule(SdlContext context)
        : base(context)
    {
        _unique.UnionWith(SpecifiedDirectives.All.Where(directive => !directive.IsRepeatable).Select(directive => directive.Name));
        foreach (var directive in context.DefinedDirectives)
        {
            _ = directive.Repeatable ? _unique.Remove(directive.Name.Value) : _unique.Add(directive.Name.Value);
        }
    }

    public override bool Enter(SyntaxNode node)
    {
        var directives = DirectivesOf(node);
        if (directives.Count == 0)
        {
            return true;
        }

        var seen = SeenAt(node);
        foreach (var directive in directives.Where(directive => _unique.Contains(directive.Name.Value)))
        {
            var name = directive.Name.Value;
            if (!seen.TryAdd(name, directive))
            {
                Report($"The directive \"@{name}\" can only be used once at this location.", seen[name], directive);
            }
        }

        return true;
    }

    private Dictionary<string, DirectiveNode> SeenAt(SyntaxNode node)
    {
        var definition = node switch
        {
            SchemaDefinitionNode => "",
            TypeDefinitionNode type => type.Name.Value,
            DirectiveDefinitionNode directive => $"@{directive.Name.Value}",
            _ => null,
        };
        if (definition is null)
        {
            return [];
        }

        return _byDefinition.TryGetValue(definition, out var seen) ? seen : _byDefinition[definition] = [];
    }

    private static IReadOnlyList<DirectiveNode> DirectivesOf(SyntaxNode node) => node switch
    {
        TypeSystemDefinitionNode definition => definition.Directives,
        FieldDefinitionNode field => field.Directives,
        InputValueDefinitionNode input => input.Directives,
        EnumValueDefinitionNode value => value.Directives,
        ExecutableDefinitionNode definition => definition.Directives,
        SelectionNode selection => selection.Directives,
        VariableDefinitionNode variable => variable.Directives,
        _ => [],
    };
}
