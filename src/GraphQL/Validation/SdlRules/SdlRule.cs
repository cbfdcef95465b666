using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.SdlRules;

/// <summary>A rule about type system documents, at work on one of them. Its name is that of its class, as in graphql-js.</summary>
internal abstract class SdlRule(SdlContext context)
{
    protected SdlContext Context { get; } = context;

    /// <summary>Looks at a node before what is inside it; false skips the inside, and the leaving, for this rule alone.</summary>
    public virtual bool Enter(SyntaxNode node) => true;

    /// <summary>Looks at a node after what is inside it.</summary>
    public virtual void Leave(SyntaxNode node)
    {
    }

    protected void Report(string message, params IEnumerable<SyntaxNode> nodes) => Context.Errors.Add(new GraphQLError
    {
        Message = message,
        Code = ErrorCodes.ValidationError,
        Rule = GetType().Name,
        Locations = GraphQLError.At(message, ErrorCodes.ValidationError, nodes).Locations,
    });
}

/// <summary>What the rules share.</summary>
internal sealed class SdlContext(DocumentNode document)
{
    public DocumentNode Document { get; } = document;

    /// <summary>The nodes around the one being entered, the outermost first.</summary>
    public List<SyntaxNode> Ancestors { get; } = [];

    public List<GraphQLError> Errors { get; } = [];

    public IEnumerable<TypeDefinitionNode> DefinedTypes =>
        Document.Definitions.OfType<TypeDefinitionNode>().Where(type => !type.IsExtension);

    public IEnumerable<DirectiveDefinitionNode> DefinedDirectives =>
        Document.Definitions.OfType<DirectiveDefinitionNode>().Where(directive => !directive.IsExtension);
}
