namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class ExecutableDefinitionsTests
{
    [Fact]
    public void Operations_and_fragments_are_executable()
    {
        var errors = Check(
            """
            { dog(id: 1) { ...F } }
            fragment F on Dog { name }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void A_type_definition_is_not()
    {
        var errors = Check(
            """
            { cat { name } }

            type Cow { name: String }

            extend type Dog { color: Color }
            """);

        Assert.Equal(
            [
                new("The \"Cow\" definition is not executable.", "3:1"),
                new("The \"Dog\" definition is not executable.", "5:1"),
            ],
            errors);
    }

    [Fact]
    public void A_schema_definition_is_not()
    {
        var errors = Check(
            """
            schema { query: Query }

            extend schema @once

            directive @mine on FIELD

            { cat { name } }
            """);

        Assert.Equal(
            [
                new("The schema definition is not executable.", "1:1"),
                new("The schema definition is not executable.", "3:1"),
                new("The \"mine\" definition is not executable.", "5:1"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("ExecutableDefinitionsRule", document);
}
