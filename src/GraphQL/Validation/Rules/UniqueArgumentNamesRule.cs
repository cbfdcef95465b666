using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>An argument is given once.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Argument-Uniqueness</remarks>
internal sealed class UniqueArgumentNamesRule(ValidationContext context) : RuleVisitor(context)
{
    public override bool Enter(SyntaxNode node)
    {
        var arguments = node is FieldNode field ? field.Arguments : ((DirectiveNode)node).Arguments;
        if (arguments.Count > 1)
        {
            foreach (var (name, same) in Repeated.Names(arguments, static argument => argument.Name))
            {
                Report($"There can be only one argument named \"{name}\".", [.. same]);
            }
        }

        return true;
    }
}
