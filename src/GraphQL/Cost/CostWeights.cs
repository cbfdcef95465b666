using System.Collections.Concurrent;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Cost;

/// <summary>The weights of a schema's elements: what <c>@cost</c> says, or 1 for what is composite and 0 for what is a leaf.</summary>
/// <remarks>https://ibm.github.io/graphql-specs/cost-spec.html#sec-weight</remarks>
internal sealed class CostWeights
{
    // Asked for while a request is priced, when a filter comes in a variable.
    private readonly ConcurrentDictionary<InputValue, double> _inputs = new();

    public static double Of(NamedType type) =>
        CostDirective.WeightIn(type.AppliedDirectives) ?? (type.IsCompositeType ? 1 : 0);

    public static double Of(Field field) =>
        CostDirective.WeightIn(field.AppliedDirectives) ?? (field.Type.IsCompositeType ? 1 : 0);

    public double Of(InputValue input) => _inputs.GetOrAdd(
        input, static input => CostDirective.WeightIn(input.AppliedDirectives) ?? (input.Type.Named is InputObjectType ? 1 : 0));
}
