using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>A directive that is not repeatable stands once in a place.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Directives-Are-Unique-per-Location</remarks>
internal sealed class UniqueDirectivesPerLocationRule(ValidationContext context) : RuleVisitor(context)
{
    public static readonly SyntaxKindSet Places = SyntaxKindSet.Of(
        SyntaxKind.OperationDefinition,
        SyntaxKind.FragmentDefinition,
        SyntaxKind.VariableDefinition,
        SyntaxKind.Field,
        SyntaxKind.FragmentSpread,
        SyntaxKind.InlineFragment,
        SyntaxKind.FieldDefinition,
        SyntaxKind.InputValueDefinition,
        SyntaxKind.EnumValueDefinition,
        SyntaxKind.SchemaDefinition,
        SyntaxKind.ScalarTypeDefinition,
        SyntaxKind.ObjectTypeDefinition,
        SyntaxKind.InterfaceTypeDefinition,
        SyntaxKind.UnionTypeDefinition,
        SyntaxKind.EnumTypeDefinition,
        SyntaxKind.InputObjectTypeDefinition,
        SyntaxKind.DirectiveDefinition,
        SyntaxKind.SchemaExtension,
        SyntaxKind.ScalarTypeExtension,
        SyntaxKind.ObjectTypeExtension,
        SyntaxKind.InterfaceTypeExtension,
        SyntaxKind.UnionTypeExtension,
        SyntaxKind.EnumTypeExtension,
        SyntaxKind.InputObjectTypeExtension,
        SyntaxKind.DirectiveExtension);

    // A type and its extensions are one place.
    private Dictionary<string, Dictionary<string, DirectiveNode>>? _definitions;

    public override bool Enter(SyntaxNode node)
    {
        var directives = DirectivesOf(node);
        if (directives.Count > 1 || (directives.Count > 0 && node is TypeSystemDefinitionNode))
        {
            Check(directives, node is TypeSystemDefinitionNode definition ? SeenOn(definition) : []);
        }

        return true;
    }

    private void Check(IReadOnlyList<DirectiveNode> directives, Dictionary<string, DirectiveNode> seen)
    {
        foreach (var directive in directives)
        {
            var name = directive.Name.Value;
            if (IsUnique(name) && !seen.TryAdd(name, directive))
            {
                Report($"The directive \"@{name}\" can only be used once at this location.", seen[name], directive);
            }
        }
    }

    private bool IsUnique(string name) => DirectiveDefinitions.FindInDocument(Context.Document, name) is { } defined
        ? !defined.Repeatable
        : Context.Schema.Directives.TryGetValue(name, out var known) && !known.IsRepeatable;

    private Dictionary<string, DirectiveNode> SeenOn(TypeSystemDefinitionNode definition)
    {
        var place = definition switch
        {
            TypeDefinitionNode type => type.Name.Value,
            DirectiveDefinitionNode directive => $"@{directive.Name.Value}",
            _ => "",
        };
        _definitions ??= [];
        return _definitions.TryGetValue(place, out var seen) ? seen : _definitions[place] = [];
    }

    private static IReadOnlyList<DirectiveNode> DirectivesOf(SyntaxNode node) => node switch
    {
        SelectionNode selection => selection.Directives,
        ExecutableDefinitionNode definition => definition.Directives,
        VariableDefinitionNode variable => variable.Directives,
        TypeSystemDefinitionNode definition => definition.Directives,
        FieldDefinitionNode field => field.Directives,
        InputValueDefinitionNode input => input.Directives,
        EnumValueDefinitionNode value => value.Directives,
        _ => [],
    };
}
