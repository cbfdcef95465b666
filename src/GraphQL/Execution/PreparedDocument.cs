using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Execution;

/// <summary>A document that was parsed and validated once against one schema: the entry of the document cache.</summary>
public sealed class PreparedDocument
{
    // What the tree takes beside the text.
    private const int BytesPerToken = 96;

    private readonly Dictionary<string, FragmentDefinitionNode> _fragments = [];
    private readonly List<PreparedOperation> _operations = [];

    internal PreparedDocument(Schema schema, Source source, DocumentNode document)
    {
        Schema = schema;
        Source = source;
        Document = document;
        foreach (var definition in document.Definitions)
        {
            if (definition is FragmentDefinitionNode fragment)
            {
                _fragments.TryAdd(fragment.Name?.Value ?? "", fragment);
            }
        }

        _operations.AddRange(document.Definitions.OfType<OperationDefinitionNode>().Select(node => new PreparedOperation(this, node)));
    }

    /// <summary>The schema that the document was validated against.</summary>
    public Schema Schema { get; }

    /// <summary>Its text.</summary>
    public Source Source { get; }

    /// <summary>Its tree.</summary>
    public DocumentNode Document { get; }

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<PreparedOperation> Operations => _operations;

    /// <summary>The memory it takes, roughly.</summary>
    internal long Bytes => Source.Text.Length + ((long)Document.TokenCount * BytesPerToken);

    /// <summary>What other layers derive from the document and keep with it.</summary>
    public Bag Bag { get; } = new();

    /// <summary>The fragment of that name, the first where a document that was not validated has several.</summary>
    public FragmentDefinitionNode? FindFragment(string name) => _fragments.GetValueOrDefault(name);

    /// <summary>The operation to execute.</summary>
    /// <remarks>https://spec.graphql.org/September2025/#GetOperation()</remarks>
    /// <exception cref="GraphQLException">There is none, or the name is needed to tell which.</exception>
    public PreparedOperation GetOperation(string? name)
    {
        if (name is null)
        {
            return _operations switch
            {
                [var only] => only,
                [] => throw NotFound("Must provide an operation."),
                _ => throw NotFound("Must provide operation name if query contains multiple operations."),
            };
        }

        foreach (var operation in _operations)
        {
            if (operation.Definition.Name?.Value == name)
            {
                return operation;
            }
        }

        throw NotFound($"Unknown operation named \"{name}\".");
    }

    private static GraphQLException NotFound(string message) => new(message, ErrorCodes.OperationNotFound);
}
