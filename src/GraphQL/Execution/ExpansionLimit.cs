using System.Runtime.CompilerServices;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Execution;

/// <summary>
/// Refuses operations whose fragments stand for more fields than allowed: thirty fragments that each spread the next twice are a
/// billion fields, for everything that plans or executes them one by one.
/// </summary>
internal sealed class ExpansionLimit
{
    private readonly Dictionary<string, FragmentDefinitionNode> _fragments = [];
    private readonly Dictionary<string, long> _fields = [];
    private readonly int _max;

    private ExpansionLimit(DocumentNode document, int max)
    {
        _max = max;
        foreach (var fragment in document.Definitions.OfType<FragmentDefinitionNode>())
        {
            _fragments.TryAdd(fragment.Name?.Value ?? "", fragment);
        }
    }

    /// <param name="document">A valid document: fragments do not form cycles, and their depth was checked.</param>
    /// <param name="maxFields">The most fields allowed.</param>
    public static IReadOnlyList<GraphQLError> Check(DocumentNode document, int maxFields)
    {
        var limit = new ExpansionLimit(document, maxFields);
        return
        [
            .. document.Definitions.OfType<OperationDefinitionNode>()
                .Where(operation => limit.FieldsOf(operation.SelectionSet) > maxFields)
                .Select(operation => GraphQLError.At(
                    $"The operation selects more than {maxFields} fields once its fragments are spread.", ErrorCodes.ValidationError, operation)),
        ];
    }

    private long FieldsOf(SelectionSetNode? selectionSet)
    {
        if (selectionSet is null)
        {
            return 0;
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        var fields = 0L;
        foreach (var selection in selectionSet.Selections)
        {
            fields += selection switch
            {
                FieldNode field => 1 + FieldsOf(field.SelectionSet),
                InlineFragmentNode inline => FieldsOf(inline.SelectionSet),
                FragmentSpreadNode spread => FieldsOfFragment(spread.Name.Value),
                _ => 0,
            };
        }

        // Past the limit the exact number says nothing, and must not overflow.
        return Math.Min(fields, _max + 1L);
    }

    private long FieldsOfFragment(string name)
    {
        if (!_fields.TryGetValue(name, out var fields))
        {
            fields = FieldsOf(_fragments.GetValueOrDefault(name)?.SelectionSet);
            _fields[name] = fields;
        }

        return fields;
    }
}
