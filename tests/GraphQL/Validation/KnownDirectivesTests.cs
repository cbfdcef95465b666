namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class KnownDirectivesTests
{
    [Fact]
    public void Known_directives_in_their_places_pass()
    {
        var errors = Check(
            """
            query ($b: Boolean! @once) @once @rep(n: 1) { cat @skip(if: $b) { ... @include(if: true) { name } ...F @defer } }
            fragment F on Cat { id }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Unknown_ones_are_told()
    {
        var errors = Check(
            """
            query @nope { cat { name @nor ...F @this } }
            fragment F on Cat @that { id }
            """);

        Assert.Equal(
            [
                new("Unknown directive \"@nope\".", "1:7"),
                new("Unknown directive \"@nor\".", "1:26"),
                new("Unknown directive \"@this\".", "1:36"),
                new("Unknown directive \"@that\".", "2:19"),
            ],
            errors);
    }

    [Fact]
    public void So_are_misplaced_ones()
    {
        var errors = Check(
            """
            query Q($b: Boolean! @skip(if: true)) @include(if: true) { cat { ...F @once ... @once { id @defer } } }
            mutation @rep(n: 1) { setDog(id: 1, at: { x: 1 }) { id } }
            subscription @skip(if: true) { ticks }
            fragment F on Cat @once { id }
            """);

        Assert.Equal(
            [
                new("Directive \"@skip\" may not be used on VARIABLE_DEFINITION.", "1:22"),
                new("Directive \"@include\" may not be used on QUERY.", "1:39"),
                new("Directive \"@once\" may not be used on FRAGMENT_SPREAD.", "1:71"),
                new("Directive \"@once\" may not be used on INLINE_FRAGMENT.", "1:81"),
                new("Directive \"@defer\" may not be used on FIELD.", "1:92"),
                new("Directive \"@rep\" may not be used on MUTATION.", "2:10"),
                new("Directive \"@skip\" may not be used on SUBSCRIPTION.", "3:14"),
                new("Directive \"@once\" may not be used on FRAGMENT_DEFINITION.", "4:19"),
            ],
            errors);
    }

    [Fact]
    public void A_document_may_define_its_own()
    {
        var errors = Check(
            """
            directive @mine on QUERY

            query @mine { cat { name @mine } }
            """);

        Assert.Equal(
            [
                new("Directive \"@mine\" may not be used on FIELD.", "3:26"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("KnownDirectivesRule", document);
}
