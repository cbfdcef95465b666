using HealthGraph.GraphQL.Tests.Execution;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Tests.TypeSystem;

public sealed class SchemaFilterTests
{
    private const string Sdl = """
        interface Node { id: ID! }
        type Book implements Node { id: ID! title: String author: Author secret: Secret }
        type Author implements Node { id: ID! name: String }
        type Secret implements Node { id: ID! }
        type Vault { secret: Secret door: Door }
        type Door { vault: Vault }
        type OnlyThere { x: Int }
        type Failed { message: String }
        type Burnt { heat: Heat }
        enum Heat { HOT }
        union Problem = Failed | Burnt
        union Lost = Secret
        input BookFilter { title: String secret: SecretFilter }
        input SecretFilter { id: ID! }
        input Wrapped { secret: SecretFilter! other: Int }
        type Query {
          node(id: ID!): Node
          book(where: BookFilter): Book
          vault: Vault
          lost: Lost
          by(wrapped: Wrapped!): Book
          problem: Problem
          thing: OnlyThere
        }
        type Mutation { openVault(where: SecretFilter): Problem }
        """;

    [Fact]
    public void What_leads_to_a_hidden_type_goes_with_it_and_so_does_what_is_empty_then()
    {
        var part = Filter(hiddenTypes: ["Secret", "SecretFilter"]);

        Assert.Empty(SchemaValidator.Validate(part));
        Assert.Equal(["id", "title", "author"], Fields(part, "Book"));
        Assert.Equal(["node", "book", "vault", "problem", "thing"], Fields(part, "Query"));
        Assert.Equal(["door"], Fields(part, "Vault"));
        Assert.Equal(["title"], ((InputObjectType)part.FindType("BookFilter")!).Fields.Keys);
        Assert.Equal(["Author", "Book"], part.GetPossibleTypes(part.FindType("Node")!).Select(type => type.Name).Order(StringComparer.Ordinal));
        Assert.All(["Secret", "SecretFilter", "Wrapped", "Lost"], name => Assert.Null(part.FindType(name)));
        Assert.Equal([], part.MutationType!.Fields["openVault"].Arguments);
    }

    [Fact]
    public void Types_that_only_hidden_fields_lead_to_are_gone_and_a_union_loses_members()
    {
        var part = Filter(hiddenTypes: ["Burnt"], hiddenFields: ["Query.thing", "Mutation.openVault"]);

        Assert.Empty(SchemaValidator.Validate(part));
        Assert.Null(part.MutationType);
        Assert.All(["OnlyThere", "Mutation", "Burnt", "Heat"], name => Assert.Null(part.FindType(name)));
        Assert.Equal(["Failed"], ((UnionType)part.FindType("Problem")!).Types.Select(type => type.Name));
    }

    [Fact]
    public void A_type_that_loses_a_field_of_its_interface_is_no_longer_of_it()
    {
        var part = Filter(hiddenFields: ["Book.id"]);

        Assert.Empty(SchemaValidator.Validate(part));
        Assert.Equal([], ((ObjectType)part.FindType("Book")!).Interfaces);
        Assert.DoesNotContain(part.FindType("Book"), part.GetPossibleTypes(part.FindType("Node")!));
    }

    [Fact]
    public void What_is_the_same_is_shared_and_all_is_the_schema_itself()
    {
        var whole = Requests.Schema(Sdl);

        Assert.Same(whole, SchemaFilter.Filter(whole, _ => true, (_, _) => true));
        var part = SchemaFilter.Filter(whole, _ => true, (type, field) => $"{type.Name}.{field.Name}" != "Query.thing");
        Assert.NotSame(whole.QueryType, part.QueryType);
        Assert.All(
            part.Types.Values.Where(type => type.Name != "Query"),
            type => Assert.Same(whole.FindType(type.Name), type));
    }

    [Fact]
    public void A_schema_of_which_no_query_is_left_is_none() =>
        Assert.Throws<SchemaException>(() => Filter(hiddenTypes: ["Query"]));

    private static Schema Filter(string[]? hiddenTypes = null, string[]? hiddenFields = null) => SchemaFilter.Filter(
        Requests.Schema(Sdl),
        type => hiddenTypes?.Contains(type.Name) != true,
        (type, field) => hiddenFields?.Contains($"{type.Name}.{field.Name}") != true);

    private static string[] Fields(Schema schema, string type) => [.. ((FieldsType)schema.FindType(type)!).Fields.Keys];
}
