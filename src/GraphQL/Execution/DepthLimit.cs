using System.Runtime.CompilerServices;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Execution;

/// <summary>Refuses operations whose fields nest deeper than allowed. Fragments count where they are spread.</summary>
internal sealed class DepthLimit
{
    private readonly Dictionary<string, FragmentDefinitionNode> _fragments = [];
    private readonly Dictionary<string, int> _depths = [];

    private DepthLimit(DocumentNode document)
    {
        foreach (var fragment in document.Definitions.OfType<FragmentDefinitionNode>())
        {
            _fragments.TryAdd(fragment.Name?.Value ?? "", fragment);
        }
    }

    /// <param name="document">A valid document: fragments do not form cycles.</param>
    /// <param name="maxDepth">The deepest field allowed.</param>
    public static IReadOnlyList<GraphQLError> Check(DocumentNode document, int maxDepth)
    {
        var limit = new DepthLimit(document);
        var errors = new List<GraphQLError>();
        foreach (var operation in document.Definitions.OfType<OperationDefinitionNode>())
        {
            try
            {
                var depth = limit.DepthOf(operation.SelectionSet);
                if (depth > maxDepth)
                {
                    errors.Add(Error(operation, $"an execution depth of {depth} which exceeds the max allowed execution depth of {maxDepth}."));
                }
            }
            catch (InsufficientExecutionStackException)
            {
                errors.Add(Error(operation, $"an execution depth which exceeds the max allowed execution depth of {maxDepth}."));
            }
        }

        return errors;
    }

    private int DepthOf(SelectionSetNode? selectionSet)
    {
        if (selectionSet is null)
        {
            return 0;
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        var deepest = 0;
        foreach (var selection in selectionSet.Selections)
        {
            deepest = Math.Max(deepest, selection switch
            {
                FieldNode field => 1 + DepthOf(field.SelectionSet),
                InlineFragmentNode inline => DepthOf(inline.SelectionSet),
                FragmentSpreadNode spread => DepthOfFragment(spread.Name.Value),
                _ => 0,
            });
        }

        return deepest;
    }

    private int DepthOfFragment(string name)
    {
        if (!_depths.TryGetValue(name, out var depth))
        {
            depth = DepthOf(_fragments.GetValueOrDefault(name)?.SelectionSet);
            _depths[name] = depth;
        }

        return depth;
    }

    private static GraphQLError Error(OperationDefinitionNode operation, string what) =>
        GraphQLError.At($"The GraphQL document has {what}", ErrorCodes.ValidationError, operation);
}
