using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.Validation;

namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class DocumentValidatorTests
{
    private const string TooMany = "Too many validation errors, error limit reached. Validation aborted.";

    [Fact]
    public void Errors_of_several_rules_come_in_the_order_of_the_walk_and_at_one_node_of_the_rules()
    {
        var errors = Validate(
            """
            query ($a: Int, $a: Dug) {
              cat { ...F nam(x: $b) @nope }
            }
            query { dog { id } }
            """,
            new ValidationOptions { MaxErrors = 100 });

        Assert.Equal(
            [
                "LoneAnonymousOperationRule 1:1",
                "UniqueVariableNamesRule 1:9",
                "NoUndefinedVariablesRule 2:21",
                "NoUnusedVariablesRule 1:8",
                "NoUnusedVariablesRule 1:17",
                "KnownTypeNamesRule 1:21",
                "KnownFragmentNamesRule 2:12",
                "FieldsOnCorrectTypeRule 2:14",
                "KnownDirectivesRule 2:25",
                "LoneAnonymousOperationRule 4:1",
                "ProvidedRequiredArgumentsRule 4:9",
            ],
            errors.Select(error => $"{error.Rule} {error.Locations[0].Line}:{error.Locations[0].Column}"));
    }

    [Fact]
    public void Validation_stops_after_as_many_errors_as_allowed_and_says_so()
    {
        var errors = Validate("{ a b c d e f g }");

        Assert.Equal(6, errors.Count);
        Assert.Equal((TooMany, null), (errors[^1].Message, errors[^1].Rule));
        Assert.Empty(errors[^1].Locations);
    }

    [Fact]
    public void As_many_errors_as_allowed_are_not_too_many() =>
        Assert.DoesNotContain(Validate("{ a b c d e }"), error => error.Message == TooMany);

    [Fact]
    public void Suggestions_can_be_hidden()
    {
        var errors = Validate(
            "query ($p: Poin) { ca color(cc: RED, c: RE) human(at: { x: 1, colo: RED }) { id } pet { meows } cat @skip(iff: true) { id } }",
            new ValidationOptions { MaxErrors = 100, HideSuggestions = true });

        Assert.Equal(9, errors.Count);
        Assert.DoesNotContain(errors, error => error.Message.Contains("Did you mean", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_rules_asked_for_are_applied()
    {
        var leafs = SpecifiedRules.All.Single(rule => rule.Name == "ScalarLeafsRule");

        var errors = Validate("{ cat nothing }", new ValidationOptions { Rules = [leafs] });

        Assert.Equal("ScalarLeafsRule", Assert.Single(errors).Rule);
    }

    [Fact]
    public void Many_identical_fields_are_not_compared_pair_by_pair()
    {
        var fields = string.Join(' ', Enumerable.Repeat("cat { name owner { id } }", 400));

        var errors = Validate($"{{ {fields} }}", new ValidationOptions { MaxMergeComparisons = 5_000 });

        Assert.Empty(errors);
    }

    [Fact]
    public void Fragments_that_fan_out_are_looked_into_once()
    {
        var fragments = Enumerable.Range(0, 30).Select(i =>
            $$"""
            fragment F{{i}} on Human {
              a: pet { ... on Dog { owner { ...F{{i + 1}} } } }
              b: pet { ... on Dog { owner { ...F{{i + 1}} } } }
            }
            """);

        var errors = Validate(
            $"{{ cat {{ owner {{ ...F0 }} }} }} {string.Join('\n', fragments)} fragment F30 on Human {{ id }}",
            new ValidationOptions { MaxMergeComparisons = 5_000 });

        Assert.Empty(errors);
    }

    [Fact]
    public void More_comparisons_than_allowed_are_an_error_of_their_own()
    {
        var fields = string.Join(' ', Enumerable.Range(0, 200).Select(i => $"f{i}: cat {{ name }}"));

        var error = Assert.Single(Validate($"{{ {fields} }}", new ValidationOptions { MaxMergeComparisons = 100 }));

        Assert.Equal(ErrorCodes.MergeTooComplex, error.Code);
        Assert.Equal("The fields of this document cannot be checked for conflicts within 100 comparisons.", error.Message);
    }

    [Fact]
    public void Operations_times_fragments_are_bounded()
    {
        var operations = Enumerable.Range(0, 40).Select(i => $"query Q{i} {{ cat {{ ...F0 }} }}");
        var fragments = Enumerable.Range(0, 40).Select(i => $"fragment F{i} on Cat {{ id ...F{i + 1} }}");

        var errors = Validate($"{string.Join('\n', operations)} {string.Join('\n', fragments)} fragment F40 on Cat {{ id }}");

        Assert.Equal(
            "Validation aborted: the operations of the document use fragments more than 1000 times.",
            Assert.Single(errors).Message);
    }

    [Fact]
    public void A_document_built_in_code_may_be_deeper_than_the_stack()
    {
        var set = new SelectionSetNode { Selections = [new FieldNode { Name = new NameNode { Value = "__typename" } }] };
        for (var i = 0; i < 100_000; i++)
        {
            set = new SelectionSetNode { Selections = [new InlineFragmentNode { SelectionSet = set }] };
        }

        var operation = new OperationDefinitionNode { Operation = OperationType.Query, SelectionSet = set };
        var errors = DocumentValidator.Validate(Schemas.Zoo, new DocumentNode { Definitions = [operation] });

        Assert.Equal("The document is nested too deeply.", Assert.Single(errors).Message);
    }

    [Fact]
    public void Introspection_may_be_allowed_deeper()
    {
        const string Deep = "{ __schema { types { fields { type { interfaces { fields { name } } } } } } }";

        Assert.Single(Validate(Deep));
        Assert.Empty(Validate(Deep, new ValidationOptions { MaxIntrospectionDepth = 4 }));
    }

    private static IReadOnlyList<GraphQLError> Validate(string document, ValidationOptions? options = null) =>
        DocumentValidator.Validate(Schemas.Zoo, Parser.ParseDocument(new Source(document)), options);
}
