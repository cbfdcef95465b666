using System.Runtime.CompilerServices;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.Cost;

/// <summary>Makes the price list of an operation. Fields of one response name are priced once, as they are executed once.</summary>
/// <remarks>https://ibm.github.io/graphql-specs/cost-spec.html#sec-Static-Query-Analysis</remarks>
internal sealed class CostPlanner(Schema schema, CostWeights weights, CostOptions options)
{
    // Introspection reads what is in memory: the question counts, not what is asked of it.
    private static readonly CostEstimate OfIntrospection = new(1, 1);

    private int _fields;

    /// <exception cref="GraphQLException">There is too much to price, or a slicing argument is missing.</exception>
    public CostPlan Plan(OperationContext operation)
    {
        var root = new CostSelection();
        if (schema.RootType(operation.Definition.Operation) is { } type)
        {
            root = Plan(operation.Selections.CollectRoot(type), [], inherited: 1, operation.ReadsWholeLists);
            root.Add(new CostEstimate(0, CostWeights.Of(type)));
        }

        return new CostPlan(root);
    }

    private CostSelection Plan(CollectedFields fields, IReadOnlyList<string> sizedFields, double? inherited, bool areWhole = false)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        _fields += fields.Count;
        if (_fields > options.MaxPricedFields)
        {
            throw new GraphQLException(
                $"The operation selects more than {options.MaxPricedFields} fields once its fragments are spread.", ErrorCodes.CostExceeded);
        }

        var selection = new CostSelection();
        foreach (var field in fields)
        {
            if (field.Definition.Name.StartsWith("__", StringComparison.Ordinal))
            {
                selection.Add(field.Definition.Type.IsLeafType ? default : OfIntrospection);
            }
            else
            {
                selection.Add(Plan(field, sizedFields.Contains(field.Definition.Name), inherited, areWhole));
            }
        }

        return selection;
    }

    /// <param name="field">The field.</param>
    /// <param name="inherits">Whether its length is the parent's.</param>
    /// <param name="inherited">That length; null when it depends on variables.</param>
    /// <param name="isWhole">Whether it is read to its end where no argument slices it.</param>
    private CostNode Plan(CollectedField field, bool inherits, double? inherited, bool isWhole)
    {
        var type = field.Definition.Type.Named;
        var size = ListSizeDirective.In(field.Definition.AppliedDirectives);
        var length = size is null ? null : new ListLength(field, size, options.DefaultListSize, isWhole);
        var passesOn = size is { SizedFields.Count: > 0 };
        var constantLength = length is { IsConstant: true } ? length.Evaluate(VariableValues.Empty) : (double?)null;
        var passedOn = passesOn ? constantLength : 1;
        var arguments = new InputCost(weights);
        arguments.Add(field.Definition.Arguments, field.Nodes[0].Arguments);

        CostSelection[] selections = type.IsCompositeType
            ? [.. schema.GetPossibleTypes(type).Select(possible => Plan(field.Collect(possible), size?.SizedFields ?? [], passedOn))]
            : [];
        var node = new CostNode
        {
            Weight = CostWeights.Of(field.Definition),
            Arguments = arguments,
            TypeWeight = type.IsCompositeType ? schema.GetPossibleTypes(type).Select(CostWeights.Of).DefaultIfEmpty(0).Max() : CostWeights.Of(type),
            Length = length,
            FixedLength = field.Definition.Type.NullableType is ListType ? options.DefaultListSize : 1,
            PassesLengthOn = passesOn,
            InheritsLength = inherits,
            Selections = selections,
        };
        var isConstant = arguments.IsConstant
            && (inherits ? inherited is not null : length is null or { IsConstant: true })
            && (!passesOn || constantLength is not null)
            && Array.TrueForAll(selections, selection => selection.IsConstant);
        node.Constant = isConstant ? node.Evaluate(VariableValues.Empty, inherited ?? 1) : null;
        return node;
    }
}
