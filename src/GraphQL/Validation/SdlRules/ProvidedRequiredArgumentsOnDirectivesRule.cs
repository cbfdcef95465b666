using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation.SdlRules;

/// <summary>Directives are given the arguments that they require.</summary>
internal sealed class ProvidedRequiredArgumentsOnDirectivesRule : SdlRule
{
    private readonly Dictionary<string, List<(string Name, string Type)>> _required = [];

    public ProvidedRequiredArgumentsOnDirectivesRule(SdlContext context)
        : base(context)
    {
        foreach (var directive in SpecifiedDirectives.All)
        {
            _required[directive.Name] =
            [
                .. directive.Arguments.Where(argument => argument.IsRequired)
                    .Select(argument => (argument.Name, argument.Type.ToString()!)),
            ];
        }

        foreach (var directive in context.DefinedDirectives)
        {
            _required[directive.Name.Value] =
            [
                .. directive.Arguments.Where(argument => argument is { Type: NonNullTypeNode, DefaultValue: null })
                    .GroupBy(argument => argument.Name.Value)
                    .Select(same => (same.Key, Printer.Print(same.Last().Type))),
            ];
        }
    }

    public override void Leave(SyntaxNode node)
    {
        if (node is not DirectiveNode directive || !_required.TryGetValue(directive.Name.Value, out var required))
        {
            return;
        }

        foreach (var (name, type) in required.Where(one => directive.Arguments.All(given => given.Name.Value != one.Name)))
        {
            Report(
                $"Argument \"@{directive.Name.Value}({name}:)\" of type \"{type}\" is required, but it was not provided.", node);
        }
    }
}
