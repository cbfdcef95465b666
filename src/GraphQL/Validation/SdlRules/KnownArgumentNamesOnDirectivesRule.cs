using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation.SdlRules;

/// <summary>Directives are given arguments that they have.</summary>
internal sealed class KnownArgumentNamesOnDirectivesRule : SdlRule
{
    private readonly Dictionary<string, List<string>> _arguments = [];

    public KnownArgumentNamesOnDirectivesRule(SdlContext context)
        : base(context)
    {
        foreach (var directive in SpecifiedDirectives.All)
        {
            _arguments[directive.Name] = [.. directive.Arguments.Select(argument => argument.Name)];
        }

        foreach (var directive in context.DefinedDirectives)
        {
            _arguments[directive.Name.Value] = [.. directive.Arguments.Select(argument => argument.Name.Value)];
        }
    }

    public override bool Enter(SyntaxNode node)
    {
        if (node is not DirectiveNode directive)
        {
            return true;
        }

        if (_arguments.TryGetValue(directive.Name.Value, out var known))
        {
            foreach (var argument in directive.Arguments.Where(argument => !known.Contains(argument.Name.Value)))
            {
                var name = argument.Name.Value;
                Report(
                    $"Unknown argument \"{name}\" on directive \"@{directive.Name.Value}\"." +
                    Suggestions.DidYouMean(Suggestions.For(name, known)),
                    argument);
            }
        }

        return false;
    }
}
