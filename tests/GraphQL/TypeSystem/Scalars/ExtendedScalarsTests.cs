using System.Globalization;
using System.Text.Json;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Scalars;

namespace HealthGraph.GraphQL.Tests.TypeSystem.Scalars;

public sealed class ExtendedScalarsTests
{
    [Theory]
    [InlineData("Long", "9223372036854775807", "9223372036854775807")]
    [InlineData("Long", "1.0", "1")]
    [InlineData("Short", "-32768", "-32768")]
    [InlineData("Decimal", "1.50", "1.50")]
    [InlineData("Decimal", "12345678901234567890.12345678", "12345678901234567890.12345678")]
    [InlineData("UUID", "\"0198D2A0-0000-7000-8000-000000000001\"", "0198d2a0-0000-7000-8000-000000000001")]
    [InlineData("DateTime", "\"2024-02-29T23:30:00.1200000-01:00\"", "2024-03-01T00:30:00.12Z")]
    [InlineData("DateTime", "\"2024-02-29T13:45:30.123456Z\"", "2024-02-29T13:45:30.123456Z")]
    [InlineData("LocalDate", "\"2024-02-29\"", "2024-02-29")]
    [InlineData("LocalTime", "\"13:45:30.5\"", "13:45:30.5")]
    [InlineData("Duration", "\"-P1DT2H30M0.5S\"", "-P1DT2H30M0.5S")]
    [InlineData("Duration", "\"P2W\"", "P14D")]
    [InlineData("URI", "\"https://example.org/a?b=c#d\"", "https://example.org/a?b=c#d")]
    [InlineData("Base64String", "\"SGk=\"", "SGk=")]
    public void What_a_variable_brings_in_goes_out_again(string scalar, string json, string expected)
    {
        var type = Find(scalar);

        var value = type.CoerceInputValue(Json(json))!;

        Assert.Equal(expected, Convert.ToString(type.CoerceOutputValue(value), CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("Long", "9223372036854775808")]
    [InlineData("Long", "1.5")]
    [InlineData("Long", "\"1\"")]
    [InlineData("Short", "32768")]
    [InlineData("Decimal", "\"1.5\"")]
    [InlineData("Decimal", "1e400")]
    [InlineData("Decimal", "0.123456789012345678901234567890")]
    [InlineData("UUID", "\"0198d2a000007000800000000000000\"")]
    [InlineData("DateTime", "\"2024-02-29T13:45:30\"")]
    [InlineData("DateTime", "\"2023-02-29T13:45:30Z\"")]
    [InlineData("DateTime", "\"2024-02-29T13:45:30.12345678Z\"")]
    [InlineData("DateTime", "\"infinity\"")]
    [InlineData("LocalDate", "\"29.02.2024\"")]
    [InlineData("LocalDate", "\"2024-02-30\"")]
    [InlineData("LocalDate", "20240229")]
    [InlineData("LocalTime", "\"25:00:00\"")]
    [InlineData("LocalTime", "\"13:45:30.\"")]
    [InlineData("Duration", "\"P1Y\"")]
    [InlineData("Duration", "\"P\"")]
    [InlineData("Duration", "\"P99999999999D\"")]
    [InlineData("Duration", "\"P99999999999W\"")]
    [InlineData("URI", "\"not a uri\"")]
    [InlineData("Base64String", "\"SGk\"")]
    [InlineData("Base64String", "\"S Gk\"")]
    [InlineData("Upload", "1")]
    public void What_does_not_fit_is_refused_by_name_and_value(string scalar, string json)
    {
        var type = Find(scalar);

        var exception = Assert.Throws<ValueCoercionException>(() => type.CoerceInputValue(Json(json)));

        Assert.StartsWith($"{scalar} cannot represent ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Long", "3000000000", true)]
    [InlineData("Long", "1.0", false)]
    [InlineData("Decimal", "1.50", true)]
    [InlineData("Decimal", "\"1.50\"", false)]
    [InlineData("LocalDate", "\"2024-02-29\"", true)]
    [InlineData("LocalDate", "SOME_DATE", false)]
    [InlineData("Upload", "\"0\"", false)]
    public void A_literal_is_held_to_the_same_rules(string scalar, string literal, bool fits)
    {
        var type = Find(scalar);
        var node = Parser.ParseConstValue(new Source(literal));

        if (fits)
        {
            Assert.NotNull(type.CoerceInputLiteral!(node));
        }
        else
        {
            Assert.Throws<ValueCoercionException>(() => type.CoerceInputLiteral!(node));
        }
    }

    [Fact]
    public void Numbers_beyond_every_clr_type_go_out_as_they_are()
    {
        const string Huge = "123456789012345678901234567890123456789012345678901234567890.5";

        Assert.Equal(Huge, ExtendedScalars.Decimal.CoerceOutputValue(new NumberText(Huge))!.ToString());
        Assert.Throws<ValueCoercionException>(() => ExtendedScalars.Decimal.CoerceOutputValue(new NumberText("NaN")));
        Assert.Throws<ValueCoercionException>(() => ExtendedScalars.Decimal.CoerceOutputValue(double.PositiveInfinity));
    }

    [Fact]
    public void A_local_time_of_the_machine_is_not_taken_for_an_instant()
    {
        var ambiguous = new DateTime(2024, 2, 29, 12, 0, 0, DateTimeKind.Unspecified);

        Assert.Throws<ValueCoercionException>(() => ExtendedScalars.DateTime.CoerceOutputValue(ambiguous));
    }

    [Fact]
    public void Every_scalar_is_described_and_says_where_its_format_is_written_down() =>
        Assert.All(ExtendedScalars.All, scalar => Assert.True(scalar.Description is not null && scalar.SpecifiedByUrl is not null, scalar.Name));

    private static ScalarType Find(string name) => ExtendedScalars.All.Single(scalar => scalar.Name == name);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
