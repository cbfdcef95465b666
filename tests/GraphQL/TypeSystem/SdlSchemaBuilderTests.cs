using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Sdl;

namespace HealthGraph.GraphQL.Tests.TypeSystem;

public sealed class SdlSchemaBuilderTests
{
    [Theory]
    [InlineData("type Query { a: Strin }", "Unknown type \"Strin\". Did you mean \"String\"?")]
    [InlineData("type A { a: Int } scalar A", "There can be only one type named \"A\".")]
    [InlineData("type A { a: Int } extend type A { a: Int }", "Field \"A.a\" can only be defined once.")]
    [InlineData("enum E { A } extend enum E { A }", "Enum value \"E.A\" can only be defined once.")]
    [InlineData("type A { a(x: Int, x: Int): Int }", "Argument \"A.a(x:)\" can only be defined once.")]
    [InlineData("directive @d on FIELD directive @d on FIELD", "There can be only one directive named \"@d\".")]
    [InlineData("schema { query: A } schema { mutation: A } type A { a: Int }", "Must provide only one schema definition.")]
    [InlineData("schema { query: A query: A } type A { a: Int }", "There can be only one query type in schema.")]
    [InlineData("type A @d { a: Int }", "Unknown directive \"@d\".")]
    [InlineData("type A @deprecated { a: Int }", "Directive \"@deprecated\" may not be used on OBJECT.")]
    [InlineData("input I @oneOf { a: Int } extend input I @oneOf", "The directive \"@oneOf\" can only be used once at this location.")]
    [InlineData("extend type A { a: Int }", "Cannot extend type \"A\" because it is not defined.")]
    [InlineData("enum A { B } extend type A { a: Int }", "Cannot extend non-object type \"A\".")]
    [InlineData("scalar S @specifiedBy(ur: \"u\", url: \"u\")", "Unknown argument \"ur\" on directive \"@specifiedBy\". Did you mean \"url\"?")]
    [InlineData("scalar S @specifiedBy(url: \"u\", url: \"v\")", "There can be only one argument named \"url\".")]
    [InlineData("scalar S @specifiedBy", "Argument \"@specifiedBy(url:)\" of type \"String!\" is required, but it was not provided.")]
    [InlineData("input I { a: I = {a: null, a: null} }", "There can be only one input field named \"a\".")]
    [InlineData("schema { query: E } enum E { A }", "Query root type must be Object type, it cannot be E.")]
    [InlineData("type Query implements Query { a: Int }", "Type Query must only implement Interface types, it cannot implement Query.")]
    [InlineData("enum E { A } union U = E", "Union type U can only include Object types, it cannot include E.")]
    [InlineData("type Query { a: Int } extend input I @oneOf input I { a: Int }", "Directive \"@oneOf\" may not be used on an extension of \"I\".")]
    [InlineData("type Int { a: Float }", "Type \"Int\" is built in and cannot be defined as something else.")]
    [InlineData("enum __Type { A }", "Type \"__Type\" is built in and cannot be defined as something else.")]
    [InlineData("scalar ID @specifiedBy(url: \"u\")", "Directive \"@specifiedBy\" may not be used on the built-in scalar \"ID\".")]
    [InlineData("scalar ID extend scalar ID @specifiedBy(url: \"u\")", "Directive \"@specifiedBy\" may not be used on the built-in scalar \"ID\".")]
    public void A_document_that_makes_no_schema_is_refused(string sdl, string message)
    {
        var error = Assert.Single(Assert.Throws<SchemaException>(() => SdlSchemaBuilder.Build(sdl)).Errors);

        Assert.Equal(message, error.Message);
        Assert.NotEmpty(error.Locations);
    }

    [Fact]
    public void Definitions_and_their_extensions_make_one_type()
    {
        var schema = SdlSchemaBuilder.Build(
            """
            type Query { a: Int }
            extend type Query implements Node { id: ID! }
            interface Node { id: ID! }
            extend schema { mutation: Change }
            type Change { b: Int @deprecated }
            scalar S extend scalar S @specifiedBy(url: "https://example.org/s")
            """);

        Assert.Equal(["a", "id"], schema.QueryType!.Fields.Keys);
        Assert.Equal(["Node"], schema.QueryType.Interfaces.Select(type => type.Name));
        Assert.Equal(2, schema.QueryType.SyntaxNodes.Count);
        Assert.Equal("Change", schema.MutationType!.Name);
        Assert.Equal("No longer supported", schema.MutationType.Fields["b"].DeprecationReason);
        Assert.Equal("https://example.org/s", Assert.IsType<ScalarType>(schema.FindType("S")).SpecifiedByUrl);
    }

    [Fact]
    public void Built_in_types_may_be_spelled_out_and_stay_what_they_are()
    {
        var schema = SdlSchemaBuilder.Build("type Query { a: Int } scalar Int type __Type { mine: Int }");

        Assert.Same(SpecifiedScalars.Int, schema.FindType("Int"));
        Assert.DoesNotContain("mine", ((ObjectType)schema.FindType("__Type")!).Fields.Keys);
    }

    [Fact]
    public void Resolvers_are_asked_for_by_type_and_field()
    {
        FieldResolver resolver = _ => ValueTask.FromResult<object?>(2);

        var schema = SdlSchemaBuilder.Build("type Query { a: Int b: Int }", new SdlSchemaOptions
        {
            ResolverOf = (parent, field, type) => (parent, field.Name.Value, type.ToString()) == ("Query", "b", "Int") ? resolver : null,
        });

        Assert.Null(schema.QueryType!.Fields["a"].Resolve);
        Assert.Same(resolver, schema.QueryType.Fields["b"].Resolve);
    }

    [Fact]
    public void Types_keep_the_order_of_the_document()
    {
        var schema = SdlSchemaBuilder.Build("type Z { a: A } type Query { z: Z } type A { b: Int }");

        Assert.Equal(["Z", "Query", "A"], schema.Types.Keys.Where(name => name is "Z" or "Query" or "A"));
    }
}
