using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Validation;

namespace HealthGraph.GraphQL.Tests.Validation;

/// <summary>What a rule says about a document: its message, and its places as <c>line:column</c>.</summary>
public sealed record Finding(string Message, string Places)
{
    /// <summary>What one rule, alone, finds in a document over the zoo's schema or another.</summary>
    public static IReadOnlyList<Finding> From(string rule, string document, Schema? schema = null)
    {
        var options = new ValidationOptions { Rules = [SpecifiedRules.All.Single(known => known.Name == rule)], MaxErrors = 100 };
        var errors = DocumentValidator.Validate(schema ?? Schemas.Zoo, Parser.ParseDocument(new Source(document)), options);
        Assert.All(errors, error => Assert.Equal((rule, "HC0016"), (error.Rule, error.Code)));
        return
        [
            .. errors.Select(error => new Finding(
                error.Message,
                string.Join(' ', error.Locations.Select(location => $"{location.Line}:{location.Column}")))),
        ];
    }
}
