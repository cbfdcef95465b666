using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.Access;

/// <summary><c>@authorize</c>, as HotChocolate shows it: who may use a field, or read the rows of a type.</summary>
/// <remarks>It is written from the <see cref="AccessRule"/>s, and nothing reads it: what it says holds because the guard asks the same rules.</remarks>
internal static class AuthorizeDirective
{
    private const string WholeOperation = "VALIDATION";

    private static readonly EnumType ApplyPolicy = new(
        "ApplyPolicy",
        [
            new("BEFORE_RESOLVER") { Description = "Before the field is resolved; no rule of this schema." },
            new("AFTER_RESOLVER") { Description = "After the field was resolved; no rule of this schema." },
            new(WholeOperation) { Description = "Before anything is executed: an operation with one field that its caller may not use is refused as a whole." },
        ])
    {
        Description = "When a rule of `@authorize` is applied.",
    };

    /// <summary>For the directives of the schema.</summary>
    public static Directive Definition { get; } = new("authorize", [DirectiveLocation.Object, DirectiveLocation.FieldDefinition])
    {
        Description = "Who may use the field, or the fields that give the type. Without `roles`: whoever is known.",
        Arguments =
        [
            new("policy", SpecifiedScalars.String) { Description = "The name of a rule; none is named in this schema." },
            new("roles", SpecifiedScalars.String.NonNull().List()) { Description = "The roles that may; one of them is enough." },
            new("apply", ApplyPolicy.NonNull())
            {
                Description = "When the rule is applied.",
                DefaultValue = new EnumValueNode { Value = "BEFORE_RESOLVER" },
            },
        ],
        IsRepeatable = true,
    };

    /// <summary>The directive for a rule; none for no rule.</summary>
    public static IEnumerable<DirectiveNode> For(AccessRule? rule) => rule is null
        ? []
        :
        [
            new DirectiveNode
            {
                Name = new NameNode { Value = Definition.Name },
                Arguments =
                [
                    .. rule.IsForEveryone ? [] : new[] { Argument("roles", new ListValueNode { Values = [.. rule.Roles.Select(Text)] }) },
                    Argument("apply", new EnumValueNode { Value = WholeOperation }),
                ],
            },
        ];

    private static StringValueNode Text(Role role) => new() { Value = role.ToName() };

    private static ArgumentNode Argument(string name, ValueNode value) => new() { Name = new NameNode { Value = name }, Value = value };
}
