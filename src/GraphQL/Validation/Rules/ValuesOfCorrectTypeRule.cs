using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>Literals fit the type of the place they stand in.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Values-of-Correct-Type</remarks>
internal sealed class ValuesOfCorrectTypeRule(ValidationContext context) : RuleVisitor(context)
{
    private LiteralCheck? _check;

    public override bool Enter(SyntaxNode node)
    {
        // A list has already been entered: the type it should have is the one around that of its items.
        var type = node is ListValueNode ? Context.TypeInfo.ParentInputType : Context.TypeInfo.InputType;
        if (type is not null)
        {
            _check ??= new LiteralCheck(Context.Options.HideSuggestions, (message, place) => Report(message, place));
            _check.Check((ValueNode)node, type);
        }

        return false;
    }
}
