using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>Arguments that are given exist.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Argument-Names</remarks>
internal sealed class KnownArgumentNamesRule(ValidationContext context) : RuleVisitor(context)
{
    public override bool Enter(SyntaxNode node)
    {
        if (node is DirectiveNode directive)
        {
            CheckDirective(directive);
            return false;
        }

        if (Context.TypeInfo is { Argument: null, Field: { } field })
        {
            ReportUnknown((ArgumentNode)node, $"field \"{Context.TypeInfo.FieldCoordinate}\"", NamesOf(field.Arguments));
        }

        return true;
    }

    private void CheckDirective(DirectiveNode directive)
    {
        if (directive.Arguments.Count == 0 || KnownNames(directive.Name.Value) is not { } known)
        {
            return;
        }

        foreach (var argument in directive.Arguments)
        {
            if (!known.Contains(argument.Name.Value))
            {
                ReportUnknown(argument, $"directive \"@{directive.Name.Value}\"", known);
            }
        }
    }

    private void ReportUnknown(ArgumentNode argument, string place, IReadOnlyList<string> known)
    {
        var name = argument.Name.Value;
        var suggestion = Context.Options.HideSuggestions ? "" : Suggestions.DidYouMean(Suggestions.For(name, known));
        Report($"Unknown argument \"{name}\" on {place}.{suggestion}", argument);
    }

    private string[]? KnownNames(string directive) =>
        DirectiveDefinitions.FindInDocument(Context.Document, directive) is { } defined
            ? [.. defined.Arguments.Select(argument => argument.Name.Value)]
            : Context.Schema.Directives.TryGetValue(directive, out var known) ? NamesOf(known.Arguments) : null;

    private static string[] NamesOf(IReadOnlyList<InputValue> arguments) => [.. arguments.Select(argument => argument.Name)];
}
