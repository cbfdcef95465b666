using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>The schema has a root type for the operation.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Operation-Type-Existence</remarks>
internal sealed class KnownOperationTypesRule(ValidationContext context) : RuleVisitor(context)
{
    public override bool Enter(SyntaxNode node)
    {
        var operation = (OperationDefinitionNode)node;
        if (Context.Schema.RootType(operation.Operation) is null)
        {
            Report($"The {Keyword.Of(operation.Operation)} operation is not supported by the schema.", operation);
        }

        return false;
    }
}
