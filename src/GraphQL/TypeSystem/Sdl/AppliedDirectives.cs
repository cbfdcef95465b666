using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem.Sdl;

/// <summary>Reads the directives of the specification that say something about the element they stand on.</summary>
internal static class AppliedDirectives
{
    /// <summary>The reason of <c>@deprecated</c>, or null without it.</summary>
    public static string? DeprecationReason(IReadOnlyList<DirectiveNode> directives) =>
        Find(directives, SpecifiedDirectives.Deprecated) is { } directive
            ? Text(directive, "reason") ?? SpecifiedDirectives.DefaultDeprecationReason
            : null;

    /// <summary>The address of the last <c>@specifiedBy</c>: an extension's counts more than the definition's.</summary>
    public static string? SpecifiedByUrl(IReadOnlyList<DirectiveNode> directives) =>
        directives.LastOrDefault(directive => directive.Name.Value == SpecifiedDirectives.SpecifiedBy.Name) is { } directive
            ? Text(directive, "url")
            : null;

    /// <summary>All but the three that have a property of their own.</summary>
    public static IReadOnlyList<DirectiveNode> Others(IReadOnlyList<DirectiveNode> directives) =>
        directives.Count == 0 ? [] : [.. directives.Where(directive => !HasProperty(directive.Name.Value))];

    /// <summary>Reads all that are below the node, which tells the first whose argument is no text.</summary>
    /// <exception cref="SchemaException">An argument of <c>@deprecated</c> or <c>@specifiedBy</c> is not a string.</exception>
    public static void Check(SyntaxNode node)
    {
        if (node is DirectiveNode directive)
        {
            DeprecationReason([directive]);
            SpecifiedByUrl([directive]);
        }

        foreach (var child in SyntaxChildren.Of(node))
        {
            Check(child);
        }
    }

    private static bool HasProperty(string name) =>
        name == SpecifiedDirectives.Deprecated.Name
        || name == SpecifiedDirectives.SpecifiedBy.Name
        || name == SpecifiedDirectives.OneOf.Name;

    private static DirectiveNode? Find(IReadOnlyList<DirectiveNode> directives, Directive definition) =>
        directives.FirstOrDefault(directive => directive.Name.Value == definition.Name);

    private static string? Text(DirectiveNode directive, string name) =>
        directive.Arguments.FirstOrDefault(argument => argument.Name.Value == name)?.Value switch
        {
            null => null,
            StringValueNode text => text.Value,
            NullValueNode value => throw Invalid(directive, name, value, "Expected value of non-null type \"String!\" not to be null."),
            var value => throw Invalid(directive, name, value, $"String cannot represent a non string value: {Printer.Print(value)}"),
        };

    private static SchemaException Invalid(DirectiveNode directive, string name, ValueNode value, string reason)
    {
        var message = $"Argument \"@{directive.Name.Value}({name}:)\" has invalid value: {reason}";
        return new SchemaException([Errors.GraphQLError.At(message, Errors.ErrorCodes.ValidationError, value)]);
    }
}
