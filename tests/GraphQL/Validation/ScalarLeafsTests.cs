namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class ScalarLeafsTests
{
    [Fact]
    public void Leaves_are_bare_and_others_are_not()
    {
        var errors = Check(
            """
            { cat { name friends { name } } unknown }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void An_object_needs_a_selection()
    {
        var errors = Check(
            """
            { cat human { pets(at: { x: 1 }) } }
            """);

        Assert.Equal(
            [
                new("Field \"cat\" of type \"Cat\" must have a selection of subfields. Did you mean \"cat { ... }\"?", "1:3"),
                new("Field \"pets\" of type \"[Pet]\" must have a selection of subfields. Did you mean \"pets { ... }\"?", "1:15"),
            ],
            errors);
    }

    [Fact]
    public void A_leaf_has_none()
    {
        var errors = Check(
            """
            { cat { name { length } color { r } } __typename { x } }
            """);

        Assert.Equal(
            [
                new("Field \"name\" must not have a selection since type \"String\" has no subfields.", "1:14"),
                new("Field \"color\" must not have a selection since type \"[Color]\" has no subfields.", "1:31"),
                new("Field \"__typename\" must not have a selection since type \"String!\" has no subfields.", "1:50"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("ScalarLeafsRule", document);
}
