using System.Globalization;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Cost;

/// <summary><c>@cost</c>: what a type, field or argument weighs when an operation is priced.</summary>
/// <remarks>https://ibm.github.io/graphql-specs/cost-spec.html#sec-The-Cost-Directive</remarks>
public static class CostDirective
{
    private const string Weight = "weight";

    /// <summary>For the directives of a schema.</summary>
    public static Directive Definition { get; } = new(
        "cost",
        [
            DirectiveLocation.ArgumentDefinition,
            DirectiveLocation.Enum,
            DirectiveLocation.FieldDefinition,
            DirectiveLocation.InputFieldDefinition,
            DirectiveLocation.Object,
            DirectiveLocation.Scalar,
        ])
    {
        Description = "What a type, a field or an argument weighs when the cost of an operation is added up.",
        Arguments = [new(Weight, SpecifiedScalars.String.NonNull()) { Description = "A number as text." }],
    };

    /// <summary>The directive as it is applied to an element.</summary>
    public static DirectiveNode Apply(double weight) => new()
    {
        Name = new NameNode { Value = Definition.Name },
        Arguments =
        [
            new ArgumentNode
            {
                Name = new NameNode { Value = Weight },
                Value = new StringValueNode { Value = weight.ToString(CultureInfo.InvariantCulture) },
            },
        ],
    };

    /// <summary>The weight that the directives give; null when none of them does.</summary>
    internal static double? WeightIn(IReadOnlyList<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            if (directive.Name.Value == Definition.Name
                && directive.Arguments is [{ Value: StringValueNode text }]
                && double.TryParse(text.Value, CultureInfo.InvariantCulture, out var weight)
                && double.IsFinite(weight))
            {
                return weight;
            }
        }

        return null;
    }
}
