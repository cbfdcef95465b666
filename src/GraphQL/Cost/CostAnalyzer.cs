using System.Globalization;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Cost;

/// <summary>Prices operations of one schema with their actual variables, and keeps the limit.</summary>
/// <remarks>
/// What does not depend on variables is priced once per prepared operation. https://ibm.github.io/graphql-specs/cost-spec.html,
/// as HotChocolate 16 reads it.
/// </remarks>
internal sealed class CostAnalyzer(CostOptions options)
{
    private readonly CostWeights _weights = new();

    /// <exception cref="GraphQLException">There is too much to price, or a slicing argument is missing.</exception>
    public CostEstimate Price(OperationContext operation)
    {
        var plan = operation.Prepared.Bag.GetOrAdd(
            (operation.Selections, operation.ReadsWholeLists),
            static (_, argument) => new CostPlanner(argument.operation.Schema, argument.analyzer._weights, argument.analyzer.Options).Plan(argument.operation),
            (analyzer: this, operation));
        return plan.Evaluate(operation.Variables);
    }

    /// <summary>Why the operation may not be executed; null when it may.</summary>
    public GraphQLError? Check(CostEstimate cost) => cost switch
    {
        _ when cost.FieldCost > Options.MaxFieldCost => Exceeded("field", cost.FieldCost, Options.MaxFieldCost),
        _ when cost.TypeCost > Options.MaxTypeCost => Exceeded("type", cost.TypeCost, Options.MaxTypeCost),
        _ => null,
    };

    private CostOptions Options => options;

    private static GraphQLError Exceeded(string kind, double cost, double limit)
    {
        var name = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(kind);
        return new GraphQLError
        {
            Message = string.Create(CultureInfo.InvariantCulture, $"The maximum allowed {kind} cost was exceeded: {cost} of {limit}."),
            Code = ErrorCodes.CostExceeded,
            Extensions = new Dictionary<string, object?>
            {
                [$"{kind}Cost"] = CostEstimate.Number(cost),
                [$"max{name}Cost"] = CostEstimate.Number(limit),
            },
        };
    }
}
