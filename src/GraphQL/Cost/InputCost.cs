using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.Cost;

/// <summary>
/// What the arguments of a field cost: what is written in the document is added up once, what comes in variables with each
/// request.
/// </summary>
/// <remarks>An argument that is null asks for nothing and costs nothing.</remarks>
internal sealed class InputCost(CostWeights weights)
{
    private List<VariablePart>? _parts;

    /// <summary>What is the same in every request.</summary>
    public double Constant { get; private set; }

    public bool IsConstant => _parts is null;

    /// <summary>Adds the arguments of a field, defaults included.</summary>
    public void Add(IReadOnlyList<InputValue> definitions, IReadOnlyList<ArgumentNode> arguments)
    {
        foreach (var definition in definitions)
        {
            var given = arguments.FirstOrDefault(argument => argument.Name.Value == definition.Name);
            if ((given?.Value ?? definition.DefaultValue) is { } value)
            {
                Add(definition, value);
            }
        }
    }

    public double Evaluate(IReadOnlyDictionary<string, object?> variables)
    {
        var cost = Constant;
        if (_parts is not null)
        {
            foreach (var part in _parts)
            {
                cost += CostOf(part, variables);
            }
        }

        return cost;
    }

    private void Add(InputValue definition, ValueNode value)
    {
        switch (value)
        {
            case NullValueNode:
                break;
            case VariableNode variable:
                (_parts ??= []).Add(new VariablePart(variable.Name.Value, definition, definition.Type.Named));
                break;
            default:
                Constant += weights.Of(definition);
                AddContents(definition.Type.Named, value);
                break;
        }
    }

    private void AddContents(NamedType type, ValueNode value)
    {
        if (type is not InputObjectType input)
        {
            return;
        }

        switch (value)
        {
            case ListValueNode list:
                foreach (var item in list.Values)
                {
                    AddContents(type, item);
                }

                break;
            case VariableNode variable:
                (_parts ??= []).Add(new VariablePart(variable.Name.Value, null, type));
                break;
            case ObjectValueNode literal:
                foreach (var field in literal.Fields)
                {
                    if (input.Fields.TryGetValue(field.Name.Value, out var definition))
                    {
                        Add(definition, field.Value);
                    }
                }

                break;
        }
    }

    private double CostOf(VariablePart part, IReadOnlyDictionary<string, object?> variables)
    {
        if (!variables.TryGetValue(part.Variable, out var value) || value is null)
        {
            return 0;
        }

        return (part.Definition is { } definition ? weights.Of(definition) : 0) + ContentsOf(part.Type, value);
    }

    private double ContentsOf(NamedType type, object? value)
    {
        if (type is not InputObjectType input)
        {
            return 0;
        }

        var cost = 0d;
        switch (value)
        {
            case InputObjectValue fields:
                foreach (var (name, field) in fields.Entries)
                {
                    if (field is not null && input.Fields.TryGetValue(name, out var definition))
                    {
                        cost += weights.Of(definition) + ContentsOf(definition.Type.Named, field);
                    }
                }

                break;
            case IReadOnlyList<object?> items:
                for (var i = 0; i < items.Count; i++)
                {
                    cost += ContentsOf(type, items[i]);
                }

                break;
        }

        return cost;
    }

    /// <param name="Variable">Its name.</param>
    /// <param name="Definition">The argument or field that it is the whole value of; null for an item of a list.</param>
    /// <param name="Type">The named type of the value.</param>
    private sealed record VariablePart(string Variable, InputValue? Definition, NamedType Type);
}
