namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class DeferStreamDirectiveLabelTests
{
    [Fact]
    public void Labels_may_differ()
    {
        var errors = Check(
            """
            { cat { ... @defer(label: "a") { id } ... @defer { id } friends @stream(label: "b", initialCount: 0) { name } ... @defer(label: null) { id } } }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void One_label_is_for_one_use()
    {
        var errors = Check(
            """
            { cat { ... @defer(label: "a") { id } friends @stream(label: "a") { name } } }
            """);

        Assert.Equal(
            [
                new("Value for arguments \"defer(label:)\" and \"stream(label:)\" must be unique across all Defer/Stream directive usages.", "1:13 1:47"),
            ],
            errors);
    }

    [Fact]
    public void A_label_is_not_a_variable()
    {
        var errors = Check(
            """
            query ($l: String) { cat { ... @defer(label: $l) { id } friends @stream(label: 1) { name } } }
            """);

        Assert.Equal(
            [
                new("Argument \"@defer(label:)\" must be a static string.", "1:32"),
                new("Argument \"@stream(label:)\" must be a static string.", "1:65"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("DeferStreamDirectiveLabelRule", document);
}
