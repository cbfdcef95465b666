using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Language;

/// <summary>
/// Writes a tree as text, laid out byte for byte as graphql-js's <c>print</c> does. Reading the text again gives the same tree.
/// </summary>
public static class Printer
{
    /// <summary>The text of a node.</summary>
    public static string Print(SyntaxNode node)
    {
        var writer = new SyntaxWriter();
        writer.Write(node);
        return writer.ToString();
    }
}
