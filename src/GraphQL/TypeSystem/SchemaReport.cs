using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>Collects what is wrong with a schema; nodes that are missing because a part was built in code are left out.</summary>
internal sealed class SchemaReport
{
    private readonly List<GraphQLError> _errors = [];

    public IReadOnlyList<GraphQLError> Errors => _errors;

    public void Add(string message, params IEnumerable<SyntaxNode?> nodes) =>
        _errors.Add(GraphQLError.At(message, ErrorCodes.ValidationError, nodes.OfType<SyntaxNode>()));

    public void CheckName(string name, SyntaxNode? node)
    {
        if (name.StartsWith("__", StringComparison.Ordinal))
        {
            Add($"Name \"{name}\" must not begin with \"__\", which is reserved by GraphQL introspection.", node);
        }
    }

    public void CheckDeprecation(string what, bool required, string? reason, InputValueDefinitionNode? node)
    {
        if (required && reason is not null)
        {
            Add($"Required {what} cannot be deprecated.", DeprecatedNode(node?.Directives), node?.Type);
        }
    }

    public static DirectiveNode? DeprecatedNode(IReadOnlyList<DirectiveNode>? directives) =>
        directives?.FirstOrDefault(directive => directive.Name.Value == SpecifiedDirectives.Deprecated.Name);
}
