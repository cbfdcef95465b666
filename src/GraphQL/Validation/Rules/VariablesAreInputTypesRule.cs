using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>A variable has a type that may go in.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Variables-Are-Input-Types</remarks>
internal sealed class VariablesAreInputTypesRule(ValidationContext context) : RuleVisitor(context)
{
    public override bool Enter(SyntaxNode node)
    {
        var definition = (VariableDefinitionNode)node;
        if (TypeReferences.Find(Context.Schema, definition.Type) is { IsInputType: false } type)
        {
            Report($"Variable \"${definition.Variable.Name.Value}\" cannot be non-input type \"{type}\".", definition.Type);
        }

        return true;
    }
}
