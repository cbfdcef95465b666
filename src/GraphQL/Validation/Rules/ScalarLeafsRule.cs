using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>A field has a selection set exactly when its type has fields.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Leaf-Field-Selections</remarks>
internal sealed class ScalarLeafsRule(ValidationContext context) : RuleVisitor(context)
{
    public override bool Enter(SyntaxNode node)
    {
        var field = (FieldNode)node;
        if (Context.TypeInfo.Type is not { } type)
        {
            return true;
        }

        var name = field.Name.Value;
        if (!type.IsLeafType)
        {
            if (field.SelectionSet is null)
            {
                Report(
                    $"Field \"{name}\" of type \"{type}\" must have a selection of subfields. Did you mean \"{name} {{ ... }}\"?",
                    field);
            }
        }
        else if (field.SelectionSet is { } selectionSet)
        {
            Report($"Field \"{name}\" must not have a selection since type \"{type}\" has no subfields.", selectionSet);
        }

        return true;
    }
}
