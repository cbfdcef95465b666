using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Language;

/// <summary>The nodes directly inside a node, in graphql-js's order of visiting: that of the text.</summary>
public static class SyntaxChildren
{
    /// <summary>The nodes directly inside; empty for a leaf.</summary>
    public static IEnumerable<SyntaxNode> Of(SyntaxNode node) => Parts(node).OfType<SyntaxNode>();

    private static IEnumerable<SyntaxNode?> Parts(SyntaxNode node) => node switch
    {
        DocumentNode document => document.Definitions,
        OperationDefinitionNode operation =>
            [operation.Description, operation.Name, .. operation.VariableDefinitions, .. operation.Directives, operation.SelectionSet],
        FragmentDefinitionNode fragment =>
        [
            fragment.Description, fragment.Name, .. fragment.VariableDefinitions, fragment.TypeCondition, .. fragment.Directives,
            fragment.SelectionSet,
        ],
        VariableDefinitionNode variable =>
            [variable.Description, variable.Variable, variable.Type, variable.DefaultValue, .. variable.Directives],
        SelectionSetNode set => set.Selections,
        FieldNode field => [field.Alias, field.Name, .. field.Arguments, .. field.Directives, field.SelectionSet],
        FragmentSpreadNode spread => [spread.Name, .. spread.Directives],
        InlineFragmentNode fragment => [fragment.TypeCondition, .. fragment.Directives, fragment.SelectionSet],
        ArgumentNode argument => [argument.Name, argument.Value],
        DirectiveNode directive => [directive.Name, .. directive.Arguments],
        ValueNode or ObjectFieldNode => OfValue(node),
        TypeNode type => OfType(type),
        _ => OfTypeSystem(node),
    };

    private static IEnumerable<SyntaxNode?> OfValue(SyntaxNode node) => node switch
    {
        VariableNode variable => [variable.Name],
        ListValueNode list => list.Values,
        ObjectValueNode value => value.Fields,
        ObjectFieldNode field => [field.Name, field.Value],
        _ => [],
    };

    private static IEnumerable<SyntaxNode?> OfType(TypeNode node) => node switch
    {
        NamedTypeNode type => [type.Name],
        ListTypeNode type => [type.Type],
        NonNullTypeNode type => [type.Type],
        _ => [],
    };

    private static IEnumerable<SyntaxNode?> OfTypeSystem(SyntaxNode node) => node switch
    {
        SchemaDefinitionNode schema => [schema.Description, .. schema.Directives, .. schema.OperationTypes],
        OperationTypeDefinitionNode operation => [operation.Type],
        ScalarTypeDefinitionNode type => [type.Description, type.Name, .. type.Directives],
        ObjectTypeDefinitionNode type => [type.Description, type.Name, .. type.Interfaces, .. type.Directives, .. type.Fields],
        InterfaceTypeDefinitionNode type => [type.Description, type.Name, .. type.Interfaces, .. type.Directives, .. type.Fields],
        UnionTypeDefinitionNode type => [type.Description, type.Name, .. type.Directives, .. type.Types],
        EnumTypeDefinitionNode type => [type.Description, type.Name, .. type.Directives, .. type.Values],
        InputObjectTypeDefinitionNode type => [type.Description, type.Name, .. type.Directives, .. type.Fields],
        FieldDefinitionNode field => [field.Description, field.Name, .. field.Arguments, field.Type, .. field.Directives],
        InputValueDefinitionNode input => [input.Description, input.Name, input.Type, input.DefaultValue, .. input.Directives],
        EnumValueDefinitionNode value => [value.Description, value.Name, .. value.Directives],
        DirectiveDefinitionNode directive =>
            [directive.Description, directive.Name, .. directive.Arguments, .. directive.Directives, .. directive.Locations],
        _ => [],
    };
}
