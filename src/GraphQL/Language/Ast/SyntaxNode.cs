namespace HealthGraph.GraphQL.Language.Ast;

/// <summary>A node of a parsed document. Nodes are immutable and know their byte range in their <see cref="Source"/>.</summary>
public abstract class SyntaxNode
{
    /// <summary>Which production of the grammar the node is, without a test of its class.</summary>
    public abstract SyntaxKind Kind { get; }

    /// <summary>Byte offset of the first token; 0 for a node that was built in code.</summary>
    public int Start { get; init; }

    /// <summary>Byte offset just past the last token.</summary>
    public int End { get; init; }

    /// <summary>The text the node was parsed from; null for a node that was built in code.</summary>
    public Source? Source { get; init; }

    /// <summary>Line and column of the node's first token, or null for a node that was built in code.</summary>
    public SourceLocation? Location => Source?.GetLocation(Start);
}
