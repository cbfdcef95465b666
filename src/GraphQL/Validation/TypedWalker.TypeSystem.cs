using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation;

// Type system definitions have no place in a document to execute; what is wrong inside them is told all the same.
internal abstract partial class TypedWalker
{
    private void WalkTypeSystemChildren(SyntaxNode node)
    {
        switch (node)
        {
            case ObjectTypeDefinitionNode type:
                WalkAll(type.Interfaces);
                WalkAll(type.Directives);
                WalkAll(type.Fields);
                break;
            case InterfaceTypeDefinitionNode type:
                WalkAll(type.Interfaces);
                WalkAll(type.Directives);
                WalkAll(type.Fields);
                break;
            case UnionTypeDefinitionNode type:
                WalkAll(type.Directives);
                WalkAll(type.Types);
                break;
            case EnumTypeDefinitionNode type:
                WalkAll(type.Directives);
                WalkAll(type.Values);
                break;
            case InputObjectTypeDefinitionNode type:
                WalkAll(type.Directives);
                WalkAll(type.Fields);
                break;
            case SchemaDefinitionNode schema:
                WalkAll(schema.Directives);
                WalkAll(schema.OperationTypes);
                break;
            case DirectiveDefinitionNode directive:
                WalkAll(directive.Arguments);
                WalkAll(directive.Directives);
                break;
            case TypeSystemDefinitionNode definition:
                WalkAll(definition.Directives);
                break;
            case FieldDefinitionNode field:
                WalkAll(field.Arguments);
                Walk(field.Type);
                WalkAll(field.Directives);
                break;
            case InputValueDefinitionNode input:
                Walk(input.Type);
                WalkOptional(input.DefaultValue);
                WalkAll(input.Directives);
                break;
            case EnumValueDefinitionNode value:
                WalkAll(value.Directives);
                break;
            case OperationTypeDefinitionNode operation:
                Walk(operation.Type);
                break;
        }
    }
}
