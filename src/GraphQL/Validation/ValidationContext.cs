using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation;

/// <summary>What the rules share while they check one document.</summary>
public sealed class ValidationContext(Schema schema, DocumentNode document, ValidationOptions options)
{
    private readonly List<GraphQLError> _errors = [];
    private FragmentIndex? _fragments;
    private VariableUsages? _variableUsages;

    /// <summary>What the document is checked against.</summary>
    public Schema Schema { get; } = schema;

    /// <summary>What is checked.</summary>
    public DocumentNode Document { get; } = document;

    /// <summary>What was asked of the check.</summary>
    public ValidationOptions Options { get; } = options;

    /// <summary>What the schema says about the place the walk has come to.</summary>
    public TypeInfo TypeInfo { get; } = new(schema);

    /// <summary>The nodes around the one being entered, the outermost first.</summary>
    public IReadOnlyList<SyntaxNode> Path => Ancestors;

    /// <summary>The node around the one being entered.</summary>
    public SyntaxNode? Parent => Ancestors.Count == 0 ? null : Ancestors[^1];

    internal List<SyntaxNode> Ancestors { get; } = [];

    internal FragmentIndex Fragments => _fragments ??= new FragmentIndex(Document, Options.MaxFragmentVisits);

    internal VariableUsages VariableUsages => _variableUsages ??= new VariableUsages(Schema, Fragments);

    internal IReadOnlyList<GraphQLError> Errors => _errors;

    /// <summary>Adds an error, or ends validation when there are enough.</summary>
    public void Report(string rule, string message, ReadOnlySpan<SyntaxNode> nodes, string code = ErrorCodes.ValidationError)
    {
        if (_errors.Count >= Options.MaxErrors)
        {
            throw ValidationAbortedException.Because("Too many validation errors, error limit reached. Validation aborted.");
        }

        var locations = new List<SourceLocation>(nodes.Length);
        foreach (var node in nodes)
        {
            if (node.Location is { } location)
            {
                locations.Add(location);
            }
        }

        Add(new GraphQLError { Message = message, Code = code, Rule = rule, Locations = locations });
    }

    internal void Add(GraphQLError error) => _errors.Add(error);
}
