using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>The directives of the specification.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Type-System.Directives.Built-in-Directives</remarks>
public static class SpecifiedDirectives
{
    /// <summary>What a deprecation says when no reason is given.</summary>
    public const string DefaultDeprecationReason = "No longer supported";

    /// <summary><c>@include(if:)</c></summary>
    public static Directive Include { get; } =
        new("include", [DirectiveLocation.Field, DirectiveLocation.FragmentSpread, DirectiveLocation.InlineFragment])
        {
            Description = "Directs the executor to include this field or fragment only when the `if` argument is true.",
            Arguments = [new("if", SpecifiedScalars.Boolean.NonNull()) { Description = "Included when true." }],
        };

    /// <summary><c>@skip(if:)</c></summary>
    public static Directive Skip { get; } =
        new("skip", [DirectiveLocation.Field, DirectiveLocation.FragmentSpread, DirectiveLocation.InlineFragment])
        {
            Description = "Directs the executor to skip this field or fragment when the `if` argument is true.",
            Arguments = [new("if", SpecifiedScalars.Boolean.NonNull()) { Description = "Skipped when true." }],
        };

    /// <summary><c>@deprecated(reason:)</c></summary>
    public static Directive Deprecated { get; } = new(
        "deprecated",
        [
            DirectiveLocation.FieldDefinition,
            DirectiveLocation.ArgumentDefinition,
            DirectiveLocation.InputFieldDefinition,
            DirectiveLocation.EnumValue,
            DirectiveLocation.DirectiveDefinition,
        ])
    {
        Description = "Marks an element of a GraphQL schema as no longer supported.",
        Arguments =
        [
            new("reason", SpecifiedScalars.String.NonNull())
            {
                Description = "Explains why this element was deprecated, usually also including a suggestion for how to access " +
                    "supported similar data. Formatted using the Markdown syntax, as specified by [CommonMark](https://commonmark.org/).",
                DefaultValue = new StringValueNode { Value = DefaultDeprecationReason },
            },
        ],
    };

    /// <summary><c>@specifiedBy(url:)</c></summary>
    public static Directive SpecifiedBy { get; } = new("specifiedBy", [DirectiveLocation.Scalar])
    {
        Description = "Exposes a URL that specifies the behavior of this scalar.",
        Arguments =
        [
            new("url", SpecifiedScalars.String.NonNull()) { Description = "The URL that specifies the behavior of this scalar." },
        ],
    };

    /// <summary><c>@oneOf</c></summary>
    public static Directive OneOf { get; } = new("oneOf", [DirectiveLocation.InputObject])
    {
        Description = "Indicates exactly one field must be supplied and this field must not be `null`.",
    };

    /// <summary>Not part of <see cref="All"/>: a schema has it when its host can deliver in several payloads.</summary>
    /// <remarks>https://github.com/graphql/graphql-spec/pull/1110</remarks>
    public static Directive Defer { get; } = new("defer", [DirectiveLocation.FragmentSpread, DirectiveLocation.InlineFragment])
    {
        Description = "Lets the fields of this fragment come in a later payload, where the transport can carry several.",
        Arguments =
        [
            new("if", SpecifiedScalars.Boolean.NonNull())
            {
                Description = "Deferred unless false.",
                DefaultValue = new BooleanValueNode { Value = true },
            },
            new("label", SpecifiedScalars.String) { Description = "Names it where it is announced; unique in the document." },
        ],
    };

    /// <summary>As <see cref="Defer"/>, for lists.</summary>
    public static Directive Stream { get; } = new("stream", [DirectiveLocation.Field])
    {
        Description = "Lets the items of this list come in later payloads, where the transport can carry several.",
        Arguments =
        [
            new("initialCount", SpecifiedScalars.Int.NonNull())
            {
                Description = "How many items come with the list itself.",
                DefaultValue = new IntValueNode { Value = "0" },
            },
            new("if", SpecifiedScalars.Boolean.NonNull())
            {
                Description = "Streamed unless false.",
                DefaultValue = new BooleanValueNode { Value = true },
            },
            new("label", SpecifiedScalars.String) { Description = "Names it where it is announced; unique in the document." },
        ],
    };

    /// <summary>Those that every schema has.</summary>
    public static IReadOnlyList<Directive> All { get; } = [Include, Skip, Deprecated, SpecifiedBy, OneOf];
}
