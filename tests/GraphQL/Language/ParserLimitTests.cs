using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language;

namespace HealthGraph.GraphQL.Tests.Language;

public sealed class ParserLimitTests
{
    private const int Megabyte = 1_000_000;

    [Theory]
    [InlineData("{a(b:", "[")]
    [InlineData("", "{a")]
    [InlineData("{a(b:", "{a:")]
    [InlineData("", "{...")]
    [InlineData("", "{... on T ")]
    [InlineData("query($a:", "[")]
    [InlineData("query($a: T = ", "[")]
    [InlineData("type T { a: ", "[")]
    [InlineData("type T @d(a: ", "{a:[")]
    public void A_megabyte_of_nesting_is_refused_at_the_limit(string start, string nested)
    {
        var source = new Source(start + string.Concat(Enumerable.Repeat(nested, Megabyte / nested.Length)));

        var error = Assert.Throws<GraphQLException>(() => Parser.ParseDocument(source)).Error;

        Assert.Equal("Syntax Error: Document is nested more than 200 levels deep. Parsing aborted.", error.Message);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void Depth_is_counted_exactly(int levels, bool accepted)
    {
        var source = new Source(string.Concat(Enumerable.Repeat("{a", levels)) + new string('}', levels));

        Assert.Equal(accepted, Record.Exception(() => Parser.ParseDocument(source)) is null);
    }

    [Fact]
    public void A_limit_without_end_still_spares_the_stack()
    {
        var options = ParserOptions.Trusted with { MaxDepth = int.MaxValue };
        var source = new Source(new string('[', Megabyte));

        Assert.Throws<GraphQLException>(() => Parser.ParseValue(source, options));
    }

    [Fact]
    public void Fields_are_counted_over_the_whole_document()
    {
        var options = new ParserOptions { MaxFields = 3 };

        Parser.ParseDocument(new Source("{ a { b } } fragment F on T { c }"), options);
        var error = Assert.Throws<GraphQLException>(
            () => Parser.ParseDocument(new Source("{ a { b } } fragment F on T { c d }"), options)).Error;

        Assert.Equal("Syntax Error: Document contains more than 3 fields. Parsing aborted.", error.Message);
        Assert.Equal(new SourceLocation(1, 33), Assert.Single(error.Locations));
    }

    [Fact]
    public void Tokens_are_counted_without_comments()
    {
        var options = new ParserOptions { MaxTokens = 3 };

        Assert.Equal(3, Parser.ParseDocument(new Source("{ a } # b c d"), options).TokenCount);
        var error = Assert.Throws<GraphQLException>(() => Parser.ParseDocument(new Source("{ a b }"), options)).Error;
        Assert.Equal("Syntax Error: Document contains more than 3 tokens. Parsing aborted.", error.Message);
    }

    [Fact]
    public void Bytes_are_counted_before_anything_is_read()
    {
        var error = Assert.Throws<GraphQLException>(
            () => Parser.ParseDocument(new Source("{ abc }"), new ParserOptions { MaxBytes = 6 })).Error;

        Assert.Equal("Syntax Error: Source contains more than 6 bytes. Parsing aborted.", error.Message);
    }
}
