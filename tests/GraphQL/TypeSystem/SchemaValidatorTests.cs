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
    [InlineData("type Query implements I & I { a: Int } interface I { a: Int }", "Type Query can only implement I once.")]
    [InlineData("type Query implements I { a: [Query] } interface I { a: [Query!] }", "Interface field I.a expects type [Query!] but Query.a is type [Query].")]
    [InlineData("type Query implements I { a(b: Int!): Int } interface I { a(b: Int): Int }", "Interface field argument I.a(b:) expects type Int but Query.a(b:) is type Int!.")]
    [InlineData("type Query { a(__b: Int): Int }", "Name \"__b\" must not begin with \"__\", which is reserved by GraphQL introspection.")]
    [InlineData("type Query { a: Int } enum E { __A }", "Name \"__A\" must not begin with \"__\", which is reserved by GraphQL introspection.")]
    [InlineData("type Query { a: Int } directive @__d on FIELD", "Name \"__d\" must not begin with \"__\", which is reserved by GraphQL introspection.")]
    [InlineData("type Query { a: Int } directive @d(a: Query) on FIELD", "The type of @d(a:) must be Input Type but got: Query.")]
    [InlineData("type Query { a: Int } directive @d(a: Int! @deprecated) on FIELD", "Required argument @d(a:) cannot be deprecated.")]
    [InlineData("type Query { a: Int } input I { a: Int! @deprecated }", "Required input field I.a cannot be deprecated.")]
    [InlineData("type Query { a: Int } directive @d(a: Int @d) on ARGUMENT_DEFINITION", "Directive @d must not reference itself: @d → @d.")]
    [InlineData("type Query { a: Int } directive @d(a: [I!]) on INPUT_FIELD_DEFINITION input I { i: J } input J { j: Int @d }", "Directive @d must not reference itself: @d → I → J → @d.")]
    [InlineData("type Query { a: Int } directive @d(a: E) on ENUM_VALUE enum E { A @d }", "Directive @d must not reference itself: @d → E → @d.")]
    [InlineData("type Query { a: Int } directive @d(a: S) on SCALAR scalar S @d", "Directive @d must not reference itself: @d → S → @d.")]
    [InlineData("type Query { a: Int } directive @deprecated(reason: String @deprecated) on ARGUMENT_DEFINITION", "Directive @deprecated must not reference itself: @deprecated → @deprecated.")]
    public void A_schema_that_makes_no_sense_is_told_so(string sdl, string message) =>
        Assert.Equal([message], SchemaValidator.Validate(SdlSchemaBuilder.Build(sdl)).Select(error => error.Message));

    [Theory]
    [InlineData("type Query { a: Int } input I { i: I l: [I!]! = [] } input O @oneOf { o: O a: Int }")]
    [InlineData("type Query implements I { a: Query! b(c: Int, d: Int): [Query!] } interface I { a: I b(c: Int): [I] }")]
    [InlineData("type Query { a(b: Int! = 3 @deprecated): Int } input I { a: Int! = 3 @deprecated }")]
    [InlineData("type Query implements I { a: Query b(c: Int! = 1): [Query!]! } interface I { a: U b: [U] } union U = Query")]
    [InlineData("type Query { a: Int } directive @d(a: I) on FIELD input I { a: Int @e i: I } directive @e(a: I2) on INPUT_FIELD_DEFINITION input I2 { a: Int }")]
    public void What_looks_odd_but_is_allowed_passes(string sdl) =>
        Assert.Empty(SchemaValidator.Validate(SdlSchemaBuilder.Build(sdl)));

    [Fact]
    public void Two_directives_that_use_each_other_are_told_both()
    {
        var errors = SchemaValidator.Validate(SdlSchemaBuilder.Build(
            "type Query { a: Int } directive @d(a: Int @e) on ARGUMENT_DEFINITION directive @e(a: Int @d) on ARGUMENT_DEFINITION"));

        Assert.Equal(
            ["Directive @d must not reference itself: @d → @e → @d.", "Directive @e must not reference itself: @e → @d → @e."],
            errors.Select(error => error.Message));
    }

    [Fact]
    public void A_schema_made_in_code_has_the_built_in_scalars_too()
    {
        var query = new ObjectType("Query") { FieldsFactory = static () => [new Field("a", new ScalarType("Int"))] };

        Assert.Equal(
            ["Type Int is built in and cannot be defined as something else."],
            SchemaValidator.Validate(new Schema(new SchemaOptions { Query = query })).Select(error => error.Message));
    }

    [Fact]
    public void Errors_know_their_places()
    {
        var error = Assert.Single(SchemaValidator.Validate(SdlSchemaBuilder.Build("type Query {\n  a(b: Int! @deprecated): Int\n}")));

        Assert.Equal([(2, 13), (2, 8)], error.Locations.Select(place => (place.Line, place.Column)));
    }
}
