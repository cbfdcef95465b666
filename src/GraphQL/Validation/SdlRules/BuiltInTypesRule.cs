using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Sdl;

namespace HealthGraph.GraphQL.Validation.SdlRules;

/// <summary>
/// Built-in types stay what they are. A document may spell them out, as printers of whole schemas do; the built-in type counts. It may
/// not make something else of the name, or give a built-in scalar a specification of its own.
/// </summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Schema and #sec--specifiedBy. graphql-js passes such a definition over.</remarks>
internal sealed class BuiltInTypesRule(SdlContext context) : SdlRule(context)
{
    public override bool Enter(SyntaxNode node)
    {
        if (node is TypeDefinitionNode type && StandardTypes.ByName.TryGetValue(type.Name.Value, out var builtIn))
        {
            if (!type.IsExtension && !IsOfSameKind(type, builtIn))
            {
                Report($"Type \"{type.Name.Value}\" is built in and cannot be defined as something else.", type.Name);
            }
            else if (builtIn is ScalarType && IsDefined(type) && SpecifiedBy(type) is { } directive)
            {
                Report($"Directive \"@specifiedBy\" may not be used on the built-in scalar \"{type.Name.Value}\".", directive);
            }
        }

        return node is DocumentNode;
    }

    // An extension of what is not defined here is another rule's.
    private bool IsDefined(TypeDefinitionNode type) =>
        !type.IsExtension || Context.DefinedTypes.Any(definition => definition.Name.Value == type.Name.Value);

    private static bool IsOfSameKind(TypeDefinitionNode type, NamedType builtIn) => type switch
    {
        ScalarTypeDefinitionNode => builtIn is ScalarType,
        ObjectTypeDefinitionNode => builtIn is ObjectType,
        EnumTypeDefinitionNode => builtIn is EnumType,
        _ => false,
    };

    private static DirectiveNode? SpecifiedBy(TypeDefinitionNode type) =>
        type.Directives.FirstOrDefault(directive => directive.Name.Value == SpecifiedDirectives.SpecifiedBy.Name);
}
