using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>A fragment is spread only where some object can be of both types.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Fragment-Spread-Is-Possible</remarks>
internal sealed class PossibleFragmentSpreadsRule(ValidationContext context) : RuleVisitor(context)
{
    public override bool Enter(SyntaxNode node)
    {
        if (Context.TypeInfo.ParentType is not { } parent)
        {
            return true;
        }

        if (node is InlineFragmentNode)
        {
            if (Context.TypeInfo.Type is { IsCompositeType: true } type && !Overlap((NamedType)type, parent))
            {
                Report($"Fragment cannot be spread here as objects of type \"{parent}\" can never be of type \"{type}\".", node);
            }
        }
        else
        {
            var name = ((FragmentSpreadNode)node).Name.Value;
            if (Context.Fragments.Find(name) is { } fragment &&
                Context.Schema.FindType(fragment.TypeCondition.Name.Value) is { IsCompositeType: true } type &&
                !Overlap(type, parent))
            {
                Report(
                    $"Fragment \"{name}\" cannot be spread here as objects of type \"{parent}\" can never be of type \"{type}\".",
                    node);
            }
        }

        return true;
    }

    private bool Overlap(NamedType left, NamedType right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left is ObjectType leftObject)
        {
            return Context.Schema.IsPossibleType(right, leftObject);
        }

        foreach (var possible in Context.Schema.GetPossibleTypes(left))
        {
            if (Context.Schema.IsPossibleType(right, possible))
            {
                return true;
            }
        }

        return false;
    }
}
