using System.Runtime.CompilerServices;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>
/// Finds input objects that no finite value fits, because fields that must be given lead back to the object itself.
/// Works from the objects that surely have a finite value towards those that depend on them; what is left has none.
/// </summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Input-Objects.Circular-References</remarks>
internal sealed class FiniteInputs
{
    private readonly SchemaReport _report;
    private readonly OrderedDictionary<InputObjectType, List<(InputValue Field, InputObjectType Target)>> _required = [];
    private readonly HashSet<InputObjectType> _finite = [];
    private readonly HashSet<InputObjectType> _visited = [];
    private readonly List<(string Name, SyntaxNode? Node)> _path = [];
    private readonly Dictionary<InputObjectType, int> _onPath = [];

    private FiniteInputs(IEnumerable<InputObjectType> types, SchemaReport report)
    {
        _report = report;
        foreach (var type in types)
        {
            _required[type] =
            [
                .. type.Fields.Values.Select(field => (Field: field, Target: Target(type, field.Type)))
                    .Where(pair => pair.Target is not null).Select(pair => (pair.Field, pair.Target!)),
            ];
        }
    }

    public static void Validate(IEnumerable<InputObjectType> types, SchemaReport report)
    {
        var check = new FiniteInputs(types, report);
        check.FindFinite();
        foreach (var type in check._required.Keys.Where(type => !check._finite.Contains(type)))
        {
            check.ReportCycles(type);
        }
    }

    // A OneOf needs one field with an end, any other object needs all its required fields to have one.
    private static InputObjectType? Target(InputObjectType type, GraphQLType fieldType) => type.IsOneOf
        ? fieldType as InputObjectType
        : (fieldType as NonNullType)?.OfType as InputObjectType;

    private void FindFinite()
    {
        var dependents = _required
            .SelectMany(entry => entry.Value.Select(pair => (Dependent: entry.Key, pair.Target)))
            .ToLookup(pair => pair.Target, pair => pair.Dependent);
        var open = _required.ToDictionary(entry => entry.Key, entry => entry.Value.Count);
        var pending = new Stack<InputObjectType>(_required.Keys.Where(IsFiniteAtOnce));
        _finite.UnionWith(pending);
        while (pending.TryPop(out var type))
        {
            foreach (var dependent in dependents[type])
            {
                if ((dependent.IsOneOf || --open[dependent] == 0) && _finite.Add(dependent))
                {
                    pending.Push(dependent);
                }
            }
        }
    }

    private bool IsFiniteAtOnce(InputObjectType type) => type.IsOneOf
        ? type.Fields.Count == 0 || _required[type].Count < type.Fields.Count
        : _required[type].Count == 0;

    private void ReportCycles(InputObjectType type)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!_visited.Add(type))
        {
            return;
        }

        _onPath[type] = _path.Count;
        foreach (var (field, target) in _required[type].Where(pair => _required.ContainsKey(pair.Target) && !_finite.Contains(pair.Target)))
        {
            _path.Add(($"{type}.{field.Name}", field.SyntaxNode));
            if (_onPath.TryGetValue(target, out var start))
            {
                var cycle = _path[start..];
                _report.Add(
                    $"Input Object {target} cannot be provided a finite value because it references itself through fields: " +
                    $"{string.Join(", ", cycle.Select(part => part.Name))}.",
                    cycle.Select(part => part.Node));
            }
            else
            {
                ReportCycles(target);
            }

            _path.RemoveAt(_path.Count - 1);
        }

        _onPath.Remove(type);
    }
}
