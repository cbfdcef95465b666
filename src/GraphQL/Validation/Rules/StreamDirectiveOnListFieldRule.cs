using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>Only lists can be streamed.</summary>
internal sealed class StreamDirectiveOnListFieldRule(ValidationContext context) : RuleVisitor(context)
{
    public override bool Enter(SyntaxNode node)
    {
        if (((DirectiveNode)node).Name.Value == IncrementalDirectives.Stream &&
            Context.TypeInfo is { Field: { } field, ParentType: { } parent } &&
            field.Type.NullableType is not ListType)
        {
            Report($"Directive \"@stream\" cannot be used on non-list field \"{parent}.{field.Name}\".", node);
        }

        return true;
    }
}
