using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Sdl;

namespace HealthGraph.GraphQL.Tests.TypeSystem;

public sealed class SchemaValidatorTests
{
    [Theory]
    [InlineData("scalar S", "Query root type must be provided.")]
    [InlineData("schema { query: Query mutation: Query } type Query { a: Int }", "All root types must be different, \"Query\" type is used as query and mutation root types.")]
    [InlineData("type Query", "Type Query must define one or more fields.")]
    [InlineData("type Query { __a: Int }", "Name \"__a\" must not begin with \"__\", which is reserved by GraphQL introspection.")]
    [InlineData("type Query { a: I } input I { b: Int }", "The type of Query.a must be Output Type but got: I.")]
    [InlineData("type Query { a(b: [Query!]): Int }", "The type of Query.a(b:) must be Input Type but got: [Query!].")]
    [InlineData("type Query { a(b: Int! @deprecated): Int }", "Required argument Query.a(b:) cannot be deprecated.")]
    [InlineData("type Query { a: Int } union U", "Union type U must define one or more member types.")]
    [InlineData("type Query { a: Int } union U = Query | Query", "Union type U can only include type Query once.")]
    [InlineData("type Query { a: Int } enum E", "Enum type E must define one or more values.")]
    [InlineData("type Query { a: Int } input I", "Input Object type I must define one or more fields.")]
    [InlineData("type Query { a: Int } input I @oneOf { a: Int! }", "OneOf input field I.a must be nullable.")]
    [InlineData("type Query { a: Int } input I @oneOf { a: Int = 1 }", "OneOf input field I.a cannot have a default value.")]
    [InlineData("type Query { a: Int } input I { b: Int i: I! }", "Input Object I cannot be provided a finite value because it references itself through fields: I.i.")]
    [InlineData("type Query { a: Int } input O @oneOf { o: O }", "Input Object O cannot be provided a finite value because it references itself through fields: O.o.")]
    [InlineData("type Query { a: Int } input A { b: B = {} } input B { a: A = {} }", "Invalid circular reference. The default value of Input Object field A.b references itself via the default values of: B.a.")]
    [InlineData("type Query { a(b: [Int] = [1, \"x\"]): Int }", "Query.a(b:) has invalid default value at [1]: Int cannot represent non-integer value: \"x\"")]
    [InlineData("type Query implements I { a: Int } interface I { b: Int }", "Interface field I.b expected but Query does not provide it.")]
    [InlineData("type Query implements I { a: Int } interface I { a: Int! }", "Interface field I.a expects type Int! but Query.a is type Int.")]
    [InlineData("type Query implements I { a: Int } interface I { a(b: Int): Int }", "Interface field argument I.a(b:) expected but Query.a does not provide it.")]
    [InlineData("type Query implements I { a(b: Int!): Int } interface I { a: Int }", "Argument \"Query.a(b:)\" must not be required type \"Int!\" if not provided by the Interface field \"I.a\".")]
    [InlineData("type Query implements J { a: Int } interface I { a: Int } interface J implements I { a: Int }", "Type Query must implement I because it is implemented by J.")]
    [InlineData("type Query { a: Int } interface I implements I { a: Int }", "Type I cannot implement itself because it would create a circular reference.")]
    [InlineData("type Query implements I { a: Int @deprecated } interface I { a: Int }", "Interface field I.a is not deprecated, so implementation field Query.a must not be deprecated.")]
    public void A_schema_that_makes_no_sense_is_told_so(string sdl, string message) =>
        Assert.Equal([message], SchemaValidator.Validate(SdlSchemaBuilder.Build(sdl)).Select(error => error.Message));

    [Theory]
    [InlineData("type Query { a: Int } input I { i: I l: [I!]! = [] } input O @oneOf { o: O a: Int }")]
    [InlineData("type Query implements I { a: Query! b(c: Int, d: Int): [Query!] } interface I { a: I b(c: Int): [I] }")]
    public void What_looks_odd_but_is_allowed_passes(string sdl) =>
        Assert.Empty(SchemaValidator.Validate(SdlSchemaBuilder.Build(sdl)));

    [Fact]
    public void Errors_know_their_places()
    {
        var error = Assert.Single(SchemaValidator.Validate(SdlSchemaBuilder.Build("type Query {\n  a(b: Int! @deprecated): Int\n}")));

        Assert.Equal([(2, 13), (2, 8)], error.Locations.Select(place => (place.Line, place.Column)));
    }
}
