using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>Labels of deferred and streamed parts are plain strings, each used once.</summary>
internal sealed class DeferStreamDirectiveLabelRule(ValidationContext context) : RuleVisitor(context)
{
    private Dictionary<string, DirectiveNode>? _known;

    public override bool Enter(SyntaxNode node)
    {
        var directive = (DirectiveNode)node;
        if (directive.Name.Value is not (IncrementalDirectives.Defer or IncrementalDirectives.Stream))
        {
            return true;
        }

        switch (IncrementalDirectives.FindArgument(directive, "label"))
        {
            case null or NullValueNode:
                break;
            case StringValueNode label:
                if (!(_known ??= []).TryAdd(label.Value, directive))
                {
                    Report(
                        "Value for arguments \"defer(label:)\" and \"stream(label:)\" must be unique across all " +
                        "Defer/Stream directive usages.",
                        _known[label.Value],
                        directive);
                }

                break;
            default:
                Report($"Argument \"@{directive.Name.Value}(label:)\" must be a static string.", directive);
                break;
        }

        return true;
    }
}
