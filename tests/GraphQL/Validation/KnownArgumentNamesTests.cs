namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class KnownArgumentNamesTests
{
    [Fact]
    public void Known_arguments_pass()
    {
        var errors = Check(
            """
            { dog(id: 1) { nickname(upper: true) @skip(if: true) } unknown(a: 1) { b(c: 2) } cat @unknown(a: 1) { id } }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Unknown_ones_are_told_with_a_guess()
    {
        var errors = Check(
            """
            { dog(idd: 1, xyz: 2) { nickname(uper: true) @skip(iff: true, of: 1) friends(fist: 1) { name(surnam: true) } } __type(nam: "x") { name } }
            """);

        Assert.Equal(
            [
                new("Unknown argument \"idd\" on field \"Query.dog\". Did you mean \"id\"?", "1:7"),
                new("Unknown argument \"xyz\" on field \"Query.dog\".", "1:15"),
                new("Unknown argument \"uper\" on field \"Dog.nickname\". Did you mean \"upper\"?", "1:34"),
                new("Unknown argument \"iff\" on directive \"@skip\". Did you mean \"if\"?", "1:52"),
                new("Unknown argument \"of\" on directive \"@skip\". Did you mean \"if\"?", "1:63"),
                new("Unknown argument \"fist\" on field \"Dog.friends\". Did you mean \"first\"?", "1:78"),
                new("Unknown argument \"surnam\" on field \"Being.name\". Did you mean \"surname\"?", "1:94"),
                new("Unknown argument \"nam\" on field \"<meta>.__type\". Did you mean \"name\"?", "1:119"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("KnownArgumentNamesRule", document);
}
