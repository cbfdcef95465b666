using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>Arguments that are required are given.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Required-Arguments</remarks>
internal sealed class ProvidedRequiredArgumentsRule(ValidationContext context) : RuleVisitor(context)
{
    public override void Leave(SyntaxNode node)
    {
        if (node is FieldNode field)
        {
            if (Context.TypeInfo.Field is { Arguments: { Count: > 0 } arguments })
            {
                Check(field, arguments, field.Arguments, directive: null);
            }

            return;
        }

        var directive = (DirectiveNode)node;
        if (DirectiveDefinitions.FindInDocument(Context.Document, directive.Name.Value) is { } defined)
        {
            CheckOwn(directive, defined);
        }
        else if (Context.Schema.Directives.TryGetValue(directive.Name.Value, out var known))
        {
            Check(directive, known.Arguments, directive.Arguments, known.Name);
        }
    }

    private void Check(
        SyntaxNode node, IReadOnlyList<InputValue> arguments, IReadOnlyList<ArgumentNode> given, string? directive)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument.IsRequired && !IsGiven(given, argument.Name))
            {
                var place = directive is null ? Context.TypeInfo.FieldCoordinate : $"@{directive}";
                Report(
                    $"Argument \"{place}({argument.Name}:)\" of type \"{argument.Type}\" is required, but it was not provided.",
                    node);
            }
        }
    }

    private void CheckOwn(DirectiveNode directive, DirectiveDefinitionNode definition)
    {
        foreach (var argument in definition.Arguments)
        {
            if (argument is { Type: NonNullTypeNode type, DefaultValue: null } && !IsGiven(directive.Arguments, argument.Name.Value))
            {
                Report(
                    $"Argument \"@{directive.Name.Value}({argument.Name.Value}:)\" of type \"{Printer.Print(type)}\" " +
                    "is required, but it was not provided.",
                    directive);
            }
        }
    }

    private static bool IsGiven(IReadOnlyList<ArgumentNode> given, string name)
    {
        for (var i = 0; i < given.Count; i++)
        {
            if (given[i].Name.Value == name)
            {
                return true;
            }
        }

        return false;
    }
}
