using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Tests.Language;

public sealed class ParserTests
{
    // Messages and places are graphql-js 17's.
    [Theory]
    [InlineData("", "Syntax Error: Unexpected <EOF>.", 1, 1)]
    [InlineData("{", "Syntax Error: Expected Name, found <EOF>.", 1, 2)]
    [InlineData("{ a: }", "Syntax Error: Expected Name, found \"}\".", 1, 6)]
    [InlineData("\n{ ...MissingOn }\nfragment MissingOn Type", "Syntax Error: Expected \"on\", found Name \"Type\".", 3, 20)]
    [InlineData("{ field: {} }", "Syntax Error: Expected Name, found \"{\".", 1, 10)]
    [InlineData("notAnOperation Foo { field }", "Syntax Error: Unexpected Name \"notAnOperation\".", 1, 1)]
    [InlineData("...", "Syntax Error: Unexpected \"...\".", 1, 1)]
    [InlineData("{ \"\"", "Syntax Error: Expected Name, found String \"\".", 1, 3)]
    [InlineData("query Foo($x: Complex = { a: { b: [ $var ] } }) { field }", "Syntax Error: Unexpected variable \"$var\" in constant value.", 1, 37)]
    [InlineData("fragment on on on { on }", "Syntax Error: Unexpected Name \"on\".", 1, 10)]
    [InlineData("{ ...on }", "Syntax Error: Expected Name, found \"}\".", 1, 9)]
    [InlineData("\"d\" { a }", "Syntax Error: Unexpected description, descriptions are not supported on shorthand queries.", 1, 1)]
    [InlineData("\"d\" extend type T { a: Int }", "Syntax Error: Unexpected description, only GraphQL definitions support descriptions.", 1, 1)]
    [InlineData("enum E { true }", "Syntax Error: Name \"true\" is reserved and cannot be used for an enum value.", 1, 10)]
    [InlineData("extend type T", "Syntax Error: Unexpected <EOF>.", 1, 14)]
    [InlineData("directive @d on FILED", "Syntax Error: Unexpected Name \"FILED\".", 1, 17)]
    public void A_document_that_is_not_GraphQL_gets_a_message_and_a_place(string text, string message, int line, int column)
    {
        var error = Assert.Throws<GraphQLException>(() => Parser.ParseDocument(new Source(text))).Error;

        Assert.Equal((message, "HC0014", new SourceLocation(line, column)), (error.Message, error.Code, Assert.Single(error.Locations)));
    }

    [Fact]
    public void The_whole_executable_grammar_is_read()
    {
        var document = Parser.ParseDocument(new Source(
            """
            "about" query Q("of the patient" $id: [ID!]! = ["1"] @v, $n: Int) @q {
              alias: node(id: $id, on: {a: [1, -2.5e3, "s", true, null, ENUM, $n]}) @f { ...F @s ... on T @i { a } ... { b } }
            }
            fragment F on T @d { c }
            """));

        var operation = Assert.IsType<OperationDefinitionNode>(document.Definitions[0]);
        var field = Assert.IsType<FieldNode>(Assert.Single(operation.SelectionSet.Selections));
        Assert.Equal(("about", "Q", "of the patient"), (operation.Description?.Value, operation.Name?.Value, operation.VariableDefinitions[0].Description?.Value));
        Assert.Equal(("alias", "node", 2), (field.ResponseName, field.Name.Value, field.Arguments.Count));
        Assert.Equal(
            [SyntaxKind.FragmentSpread, SyntaxKind.InlineFragment, SyntaxKind.InlineFragment],
            field.SelectionSet!.Selections.Select(selection => selection.Kind));
        Assert.Equal("F", Assert.IsType<FragmentDefinitionNode>(document.Definitions[1]).Name?.Value);
    }

    [Fact]
    public void A_node_knows_the_text_it_was_read_from()
    {
        var source = new Source("# é\r\n{ a(b: \"é\") { c } }");
        var document = Parser.ParseDocument(source);

        var operation = (OperationDefinitionNode)document.Definitions[0];
        var field = (FieldNode)operation.SelectionSet.Selections[0];
        Assert.Equal("a(b: \"é\") { c }"u8, source.Text[field.Start..field.End]);
        Assert.Equal(new SourceLocation(2, 15), field.SelectionSet!.Selections[0].Location);
    }

    [Fact]
    public void Line_ends_of_every_kind_count_once()
    {
        var error = Assert.Throws<GraphQLException>(() => Parser.ParseDocument(new Source("{\r a\r\n b\n\n ~"))).Error;

        Assert.Equal("Syntax Error: Unexpected character: \"~\".", error.Message);
        Assert.Equal(new SourceLocation(5, 2), Assert.Single(error.Locations));
    }

    [Fact]
    public void Ignored_characters_may_stand_anywhere()
    {
        var document = Parser.ParseDocument(new Source("\uFEFF,,{ \uFEFFa,,#c\n ,b\t}\r"));

        Assert.Equal("{\n  a\n  b\n}", Printer.Print(document));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF }, 1)]
    [InlineData(new byte[] { (byte)'{', 0xC3, 0x28, (byte)'}' }, 2)]
    [InlineData(new byte[] { (byte)'{', (byte)'#', 0xE2, 0x82 }, 3)]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, 1)]
    public void Text_that_is_not_UTF8_is_a_syntax_error(byte[] text, int column)
    {
        var error = Assert.Throws<GraphQLException>(() => Parser.ParseDocument(new Source(text))).Error;

        Assert.StartsWith("Syntax Error: Invalid character: the text is not UTF-8", error.Message, StringComparison.Ordinal);
        Assert.Equal(new SourceLocation(1, column), Assert.Single(error.Locations));
    }

    [Fact]
    public void Names_are_read_into_one_string_each()
    {
        var first = (OperationDefinitionNode)Parser.ParseDocument(new Source("{ internedFieldName }")).Definitions[0];
        var second = (OperationDefinitionNode)Parser.ParseDocument(new Source("{ internedFieldName }")).Definitions[0];

        Assert.Same(
            ((FieldNode)first.SelectionSet.Selections[0]).Name.Value, ((FieldNode)second.SelectionSet.Selections[0]).Name.Value);
    }

    [Theory]
    [InlineData("[Int!]!", "[Int!]!")]
    [InlineData(" [ [ Int ] ! ] ", "[[Int]!]")]
    public void A_type_is_read_by_itself(string text, string printed) =>
        Assert.Equal(printed, Printer.Print(Parser.ParseType(new Source(text))));

    [Fact]
    public void What_follows_a_value_is_an_error()
    {
        var error = Assert.Throws<GraphQLException>(() => Parser.ParseValue(new Source("[1] 2"))).Error;

        Assert.Equal("Syntax Error: Expected <EOF>, found Int \"2\".", error.Message);
    }

    [Fact]
    public void Fragment_variables_are_read_only_when_asked_for()
    {
        var source = new Source("fragment F($a: Int = 1) on T { b }");

        Assert.Throws<GraphQLException>(() => Parser.ParseDocument(source));
        var document = Parser.ParseDocument(source, new ParserOptions { AllowFragmentVariables = true });
        Assert.Equal("fragment F($a: Int = 1) on T {\n  b\n}", Printer.Print(document));
    }
}
