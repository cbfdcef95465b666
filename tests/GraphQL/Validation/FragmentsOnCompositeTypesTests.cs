namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class FragmentsOnCompositeTypesTests
{
    [Fact]
    public void Objects_interfaces_and_unions_have_fragments()
    {
        var errors = Check(
            """
            fragment A on Dog { name }
            fragment B on Pet { __typename }
            fragment C on Node { ... on Being { name } }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Scalars_enums_and_inputs_have_none()
    {
        var errors = Check(
            """
            fragment A on Color { bad }
            fragment B on Point { ... on String { bad } }
            """);

        Assert.Equal(
            [
                new("Fragment \"A\" cannot condition on non composite type \"Color\".", "1:15"),
                new("Fragment \"B\" cannot condition on non composite type \"Point\".", "2:15"),
                new("Fragment cannot condition on non composite type \"String\".", "2:30"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("FragmentsOnCompositeTypesRule", document);
}
