using System.Runtime.CompilerServices;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>Finds default values of input fields that, filled in with further defaults, contain themselves.</summary>
/// <remarks>https://spec.graphql.org/September2025/#InputObjectDefaultValueHasCycle()</remarks>
internal sealed class DefaultValueCycles(SchemaReport report)
{
    private static readonly ObjectValueNode Empty = new() { Fields = [] };

    private readonly HashSet<string> _visited = [];
    private readonly List<(string Name, SyntaxNode? Node)> _path = [];
    private readonly Dictionary<string, int> _onPath = [];

    public void Detect(InputObjectType type) => InValue(type, Empty);

    private void InValue(InputObjectType type, ValueNode value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (value is ListValueNode list)
        {
            foreach (var item in list.Values)
            {
                InValue(type, item);
            }
        }
        else if (value is ObjectValueNode given)
        {
            foreach (var field in type.Fields.Values)
            {
                if (field.Type.Named is InputObjectType fieldType)
                {
                    InField(type, field, fieldType, given.Fields.LastOrDefault(node => node.Name.Value == field.Name)?.Value);
                }
            }
        }
    }

    private void InField(InputObjectType type, InputValue field, InputObjectType fieldType, ValueNode? given)
    {
        if (given is not null)
        {
            InValue(fieldType, given);
        }
        else if (field.DefaultValue is { } value)
        {
            InDefault($"{type}.{field.Name}", fieldType, value);
        }
    }

    private void InDefault(string name, InputObjectType fieldType, ValueNode value)
    {
        if (_onPath.TryGetValue(name, out var index))
        {
            Report(name, index);
        }
        else if (_visited.Add(name))
        {
            _path.Add((name, value.Source is null ? null : value));
            _onPath[name] = _path.Count;
            InValue(fieldType, value);
            _path.RemoveAt(_path.Count - 1);
            _onPath.Remove(name);
        }
    }

    private void Report(string name, int index)
    {
        var via = index < _path.Count
            ? $" via the default values of: {string.Join(", ", _path[index..].Select(part => part.Name))}"
            : "";
        report.Add(
            $"Invalid circular reference. The default value of Input Object field {name} references itself{via}.",
            _path[(index - 1)..].Select(part => part.Node));
    }
}
