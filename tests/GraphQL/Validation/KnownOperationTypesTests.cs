using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class KnownOperationTypesTests
{
    [Fact]
    public void A_query_is_supported()
    {
        var errors = Check(
            """
            { cat { name } }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void An_operation_without_a_root_type_is_told()
    {
        var errors = Check(
            """
            mutation M { a }
            subscription { b }
            """, Schemas.Tiny);

        Assert.Equal(
            [
                new("The mutation operation is not supported by the schema.", "1:1"),
                new("The subscription operation is not supported by the schema.", "2:1"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document, Schema? schema = null) =>
        Finding.From("KnownOperationTypesRule", document, schema);
}
