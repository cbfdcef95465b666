using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.SdlRules;

/// <summary>Each argument is given once.</summary>
internal sealed class UniqueArgumentNamesRule(SdlContext context) : SdlRule(context)
{
    public override bool Enter(SyntaxNode node)
    {
        IReadOnlyList<ArgumentNode> arguments = node switch
        {
            DirectiveNode directive => directive.Arguments,
            FieldNode field => field.Arguments,
            _ => [],
        };
        foreach (var same in arguments.GroupBy(argument => argument.Name.Value).Where(group => group.Skip(1).Any()))
        {
            Report($"There can be only one argument named \"{same.Key}\".", same.Select(argument => argument.Name));
        }

        return true;
    }
}
