using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Sdl;

namespace HealthGraph.GraphQL.Tests.TypeSystem;

public sealed class SchemaPrinterTests
{
    // Exactly what graphql-js 17's printSchema writes.
    private const string Printed =
        """"
        """What the clinic plans"""
        schema {
          query: Root
        }

        directive @cost(weight: String!) repeatable on FIELD_DEFINITION | OBJECT

        type Root implements Node {
          """The key"""
          id: ID!

          """
          Plans,
          newest first
          """
          plans(
            """How many"""
            first: Int = 10

            """Which"""
            where: Filter = { state: OPEN }
          ): [Plan!] @deprecated
          old(a: Int, b: [String!] = ["x"]): Int @deprecated(reason: "Use \"plans\".")
        }

        interface Node {
          id: ID!
        }

        union Plan = Root

        enum State {
          OPEN
          CLOSED @deprecated
        }

        input Filter {
          state: State
        }

        input One @oneOf {
          a: Int
        }

        scalar Date @specifiedBy(url: "https://example.org/date")
        """";

    [Fact]
    public void A_schema_is_printed_as_it_was_declared() =>
        Assert.Equal(Printed, SchemaPrinter.Print(SdlSchemaBuilder.Build(Printed)));

    [Fact]
    public void Directives_of_our_own_are_printed_when_asked_for()
    {
        const string sdl =
            """
            directive @cost(weight: String!) on FIELD_DEFINITION | OBJECT | ARGUMENT_DEFINITION

            type Query @cost(weight: "2") {
              a(b: Int = 1 @cost(weight: "3")): Int @deprecated @cost(weight: "1")
            }
            """;
        var schema = SdlSchemaBuilder.Build(sdl);

        Assert.Equal(sdl, SchemaPrinter.Print(schema, new SchemaPrinterOptions { IncludeAppliedDirectives = true }));
        Assert.DoesNotContain("@cost(weight: \"1\")", SchemaPrinter.Print(schema), StringComparison.Ordinal);
    }

    [Fact]
    public void Sorting_is_by_name_with_numbers_as_numbers()
    {
        var schema = SdlSchemaBuilder.Build("type Query { f10(b: Int, a: Int): Z f9: A } type Z { a: Int } enum A { B A }");

        Assert.Equal(
            "enum A {\n  A\n  B\n}\n\ntype Query {\n  f9: A\n  f10(a: Int, b: Int): Z\n}\n\ntype Z {\n  a: Int\n}",
            SchemaPrinter.Print(schema, new SchemaPrinterOptions { Sorted = true }));
    }
}
