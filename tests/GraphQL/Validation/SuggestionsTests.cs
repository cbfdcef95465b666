namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class SuggestionsTests
{
    [Theory]
    [InlineData("item", "\"ITEMS\", \"item1\", \"item2\", \"item01\", or \"item10\"")]
    [InlineData("items", "\"ITEMS\", \"item1\", \"item2\", \"itemss\", or \"itms\"")]
    [InlineData("tiem1", "\"item1\", \"ITEMS\", \"item01\", \"item2\", or \"item10\"")]
    public void The_five_nearest_are_named_nearest_first_and_numbers_in_order(string name, string suggested)
    {
        var error = Assert.Single(Finding.From("FieldsOnCorrectTypeRule", $"{{ {name} }}", Schemas.Tiny));

        Assert.Equal($"Cannot query field \"{name}\" on type \"Query\". Did you mean {suggested}?", error.Message);
    }

    [Fact]
    public void What_is_far_off_is_not_guessed_at()
    {
        var error = Assert.Single(Finding.From("FieldsOnCorrectTypeRule", "{ zebra }", Schemas.Tiny));

        Assert.Equal("Cannot query field \"zebra\" on type \"Query\".", error.Message);
    }
}
