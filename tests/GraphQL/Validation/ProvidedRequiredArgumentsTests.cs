namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class ProvidedRequiredArgumentsTests
{
    [Fact]
    public void Defaults_and_nullable_arguments_may_be_left_out()
    {
        var errors = Check(
            """
            { dog(id: 1) { nickname friends { name } } node { id } human { height(unit: null) } unknown }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Required_ones_may_not()
    {
        var errors = Check(
            """
            { dog { name } human { height pets { __typename } } __type { name } }
            """);

        Assert.Equal(
            [
                new("Argument \"Query.dog(id:)\" of type \"ID!\" is required, but it was not provided.", "1:3"),
                new("Argument \"Human.height(unit:)\" of type \"String!\" is required, but it was not provided.", "1:24"),
                new("Argument \"Human.pets(at:)\" of type \"Point!\" is required, but it was not provided.", "1:31"),
                new("Argument \"<meta>.__type(name:)\" of type \"String!\" is required, but it was not provided.", "1:53"),
            ],
            errors);
    }

    [Fact]
    public void Nor_those_of_directives()
    {
        var errors = Check(
            """
            { cat @skip @include(iff: true) @rep { id @defer } }
            """);

        Assert.Equal(
            [
                new("Argument \"@skip(if:)\" of type \"Boolean!\" is required, but it was not provided.", "1:7"),
                new("Argument \"@include(if:)\" of type \"Boolean!\" is required, but it was not provided.", "1:13"),
                new("Argument \"@rep(n:)\" of type \"Int!\" is required, but it was not provided.", "1:33"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("ProvidedRequiredArgumentsRule", document);
}
