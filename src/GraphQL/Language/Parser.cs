using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Language;

/// <summary>
/// Turns GraphQL text into a tree. Throws <see cref="Errors.GraphQLException"/> with code HC0014 and the place for text that
/// is not GraphQL or is larger than the options allow.
/// </summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Appendix-Grammar-Summary</remarks>
public static class Parser
{
    /// <summary>Reads a whole document, executable or type system or both.</summary>
    public static DocumentNode ParseDocument(Source source, ParserOptions? options = null) =>
        new SyntaxReader(source, options ?? ParserOptions.Default).ReadDocument();

    /// <summary>Reads one value, in which variables may stand.</summary>
    public static ValueNode ParseValue(Source source, ParserOptions? options = null)
    {
        var reader = new SyntaxReader(source, options ?? ParserOptions.Default);
        var value = reader.ReadValue(constant: false);
        reader.Expect(TokenKind.EndOfFile);
        return value;
    }

    /// <summary>Reads one value without variables.</summary>
    public static ValueNode ParseConstValue(Source source, ParserOptions? options = null)
    {
        var reader = new SyntaxReader(source, options ?? ParserOptions.Default);
        var value = reader.ReadValue(constant: true);
        reader.Expect(TokenKind.EndOfFile);
        return value;
    }

    /// <summary>Reads one type reference.</summary>
    public static TypeNode ParseType(Source source, ParserOptions? options = null)
    {
        var reader = new SyntaxReader(source, options ?? ParserOptions.Default);
        var type = reader.ReadType();
        reader.Expect(TokenKind.EndOfFile);
        return type;
    }
}
