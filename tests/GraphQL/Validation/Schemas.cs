using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Sdl;

namespace HealthGraph.GraphQL.Tests.Validation;

/// <summary>The schemas that the rules are tried on.</summary>
internal static class Schemas
{
    /// <summary>Something of everything: interfaces, a union, inputs, one-of, directives, all three operations.</summary>
    public static Schema Zoo { get; } = SdlSchemaBuilder.Build(
        """
        directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
        directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD
        directive @rep(n: Int!) repeatable on FIELD | QUERY | FRAGMENT_SPREAD | INLINE_FRAGMENT | VARIABLE_DEFINITION | FRAGMENT_DEFINITION
        directive @once(s: String = "x", color: Color) on FIELD | QUERY | MUTATION | SUBSCRIPTION | VARIABLE_DEFINITION
        scalar Date
        enum Color { RED GREEN BLUE GREENISH }
        input Point { x: Int! y: Int = 3 label: String! = "p" color: Color tags: [String!] inner: Point pick: Choice }
        input Choice @oneOf { a: Int b: String c: Point d: [Choice] }
        interface Node { id: ID! }
        interface Named implements Node { id: ID! name: String nickname(upper: Boolean! = false): String }
        interface Being { name(surname: Boolean): String }
        type Dog implements Named & Node & Being { id: ID! name(surname: Boolean): String nickname(upper: Boolean! = false): String barks: Boolean! owner: Human friends(first: Int = 10, filter: [Point!]): [Being!]! color: Color born: Date }
        type Cat implements Named & Node & Being { id: ID! name(surname: Boolean): String nickname(upper: Boolean! = false): String meows: Boolean owner: Human! friends(first: Int = 10, filter: [Point!]): [Being] color: [Color] born: Date }
        type Human implements Node { id: ID! name: String pets(kind: Color! = RED, at: Point!): [Pet] pet: Pet matrix: [[Int!]!]! height(unit: String!): Float }
        union Pet = Dog | Cat
        union Any = Dog | Cat | Human
        type Query { dog(id: ID!): Dog cat: Cat human(at: Point, choice: Choice, when: Date): Human pet: Pet any(choices: [Choice!]!): Any node(id: ID! = 4): Node named: Named being: Being ints(l: [Int], ll: [[Int!]!], f: Float, b: Boolean, s: [String!]!): [Int] color(c: Color! = RED, cs: [Color]): Color }
        type Mutation { setDog(id: ID!, at: Point!): Dog addAll(points: [Point!]! = [{x: 1}], choice: Choice!): [Dog] }
        type Subscription { dogs(color: Color): Dog ticks: [Int] human: Human }
        """);

    /// <summary>No mutation, no subscription, and fields whose names are much alike.</summary>
    public static Schema Tiny { get; } = SdlSchemaBuilder.Build(
        """
        type Query { item1: Int item10: Int item2: Int itemss: Int ITEMS: Int itms: Int other: Int item01: Int }
        """);
}
