using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Errors;

/// <summary>One entry of the <c>errors</c> list of a response.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Errors</remarks>
public sealed class GraphQLError
{
    /// <summary>For the developer who reads it; may change, unlike <see cref="Code"/>.</summary>
    public required string Message { get; init; }

    /// <summary>Where in the document, if anywhere.</summary>
    public IReadOnlyList<SourceLocation> Locations { get; init; } = [];

    /// <summary>Where in the response; null for an error of the request.</summary>
    public ResponsePath? Path { get; init; }

    /// <summary><c>extensions.code</c>: one of <see cref="ErrorCodes"/>, never renamed.</summary>
    public string? Code { get; init; }

    /// <summary>Further entries of <c>extensions</c>.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }

    /// <summary>The validation rule that was broken, under graphql-js's name (<c>ScalarLeafsRule</c>); not sent.</summary>
    public string? Rule { get; init; }

    /// <summary>An error at the places of the nodes that have one.</summary>
    public static GraphQLError At(string message, string code, params IEnumerable<SyntaxNode> nodes) => new()
    {
        Message = message,
        Code = code,
        Locations = [.. nodes.Select(node => node.Location).OfType<SourceLocation>()],
    };

    /// <summary>The error as one of a field: with its places and path, unless it has its own.</summary>
    public GraphQLError LocatedAt(IEnumerable<SyntaxNode> nodes, ResponsePath path) => new()
    {
        Message = Message,
        Locations = Locations.Count > 0 ? Locations : [.. nodes.Select(node => node.Location).OfType<SourceLocation>()],
        Path = Path ?? path,
        Code = Code,
        Extensions = Extensions,
        Rule = Rule,
    };

    /// <summary>The error of a value that stands at another place as well.</summary>
    internal GraphQLError MovedTo(ResponsePath start, int depth) => new()
    {
        Message = Message,
        Locations = Locations,
        Path = Path?.MovedTo(start, depth),
        Code = Code,
        Extensions = Extensions,
        Rule = Rule,
    };

    /// <inheritdoc />
    public override string ToString() => Message;
}

/// <summary>An error that ends a field or a request, thrown where the caller's mistake is found.</summary>
public sealed class GraphQLException(GraphQLError error) : Exception(error.Message)
{
    /// <summary>An error without a place, which whoever catches it may add.</summary>
    public GraphQLException(string message, string code)
        : this(new GraphQLError { Message = message, Code = code })
    {
    }

    /// <summary>What is told to the caller.</summary>
    public GraphQLError Error { get; } = error;
}
