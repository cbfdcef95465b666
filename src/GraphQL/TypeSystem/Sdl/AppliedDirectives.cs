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
            NullValueNode => throw Invalid(directive, name, "Expected value of non-null type \"String!\" not to be null."),
            var other => throw Invalid(directive, name, $"String cannot represent a non string value: {Printer.Print(other)}"),
        };

    private static SchemaException Invalid(DirectiveNode directive, string name, string reason)
    {
        var message = $"Argument \"@{directive.Name.Value}({name}:)\" has invalid value: {reason}";
        return new SchemaException([Errors.GraphQLError.At(message, Errors.ErrorCodes.ValidationError, directive)]);
    }
}
