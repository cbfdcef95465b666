using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Values;

// The same for literals, in which variables may stand.
internal sealed partial class InputValidator
{
    private IReadOnlyDictionary<string, object?> _variables = VariableValues.Empty;

    public static IReadOnlyList<InputError> Validate(
        ValueNode literal, GraphQLType type, IReadOnlyDictionary<string, object?> variables, bool hideSuggestions)
    {
        var validator = new InputValidator(hideSuggestions) { _variables = variables };
        validator.Visit(literal, type);
        return validator._errors;
    }

    private void Visit(ValueNode literal, GraphQLType type)
    {
        if (literal is VariableNode variable)
        {
            VisitVariable(variable, type);
        }
        else if (literal is not NullValueNode)
        {
            VisitNullable(literal, type.NullableType);
        }
        else if (type is NonNullType)
        {
            Report($"Expected value of non-null type \"{type}\" not to be null.", literal);
        }
    }

    private void VisitVariable(VariableNode variable, GraphQLType type)
    {
        if (type is not NonNullType)
        {
            return;
        }

        var name = variable.Name.Value;
        if (!_variables.TryGetValue(name, out var value))
        {
            Report($"Expected variable \"${name}\" provided to type \"{type}\" to provide a runtime value.", variable);
        }
        else if (value is null)
        {
            Report($"Expected variable \"${name}\" provided to non-null type \"{type}\" not to be null.", variable);
        }
    }

    private void VisitNullable(ValueNode literal, GraphQLType type)
    {
        switch (type)
        {
            case ListType list when literal is ListValueNode items:
                for (var i = 0; i < items.Values.Count; i++)
                {
                    var item = items.Values[i];
                    At(i, () => Visit(item, list.OfType));
                }

                break;
            case ListType list:
                Visit(literal, list.OfType);
                break;
            case InputObjectType inputObject when literal is ObjectValueNode value:
                VisitObject(value, inputObject);
                break;
            case InputObjectType:
                Report($"Expected value of type \"{type}\" to be an object, found: {Printer.Print(literal)}.", literal);
                break;
            case EnumType enumType:
                VisitEnum(literal, enumType);
                break;
            case ScalarType scalar:
                Try(() => InputCoercion.CoerceScalar(literal, scalar, _variables), literal);
                break;
            default:
                break;
        }
    }

    private void VisitObject(ObjectValueNode literal, InputObjectType type)
    {
        foreach (var field in type.Fields.Values)
        {
            if (literal.Fields.LastOrDefault(node => node.Name.Value == field.Name) is { } given)
            {
                VisitField(literal, given.Value, type, field);
            }
            else if (field.IsRequired)
            {
                Report($"Expected value of type \"{type}\" to include required field \"{field.Name}\", found: {Printer.Print(literal)}.", literal);
            }
        }

        foreach (var given in literal.Fields.Where(node => !type.Fields.ContainsKey(node.Name.Value)))
        {
            ReportUnknown(type, given.Name.Value, Printer.Print(literal), given);
        }

        if (type.IsOneOf)
        {
            VisitOneOf(literal, type);
        }
    }

    private void VisitField(ObjectValueNode literal, ValueNode value, InputObjectType type, InputValue field)
    {
        if (value is VariableNode variable)
        {
            var isGiven = _variables.TryGetValue(variable.Name.Value, out var given);
            if (type.IsOneOf && given is null)
            {
                var expected = isGiven ? "not to be null" : "to provide a runtime value";
                Report(
                    $"Expected variable \"${variable.Name.Value}\" provided to field \"{field.Name}\" for OneOf Input Object type \"{type}\" {expected}.",
                    literal);
            }
            else if (!isGiven && !field.IsRequired)
            {
                return;
            }
        }

        At(field.Name, () => Visit(value, field.Type));
    }

    private void VisitOneOf(ObjectValueNode literal, InputObjectType type)
    {
        var known = literal.Fields.Where(node => type.Fields.ContainsKey(node.Name.Value)).ToList();
        if (known.Count != 1)
        {
            Report(OneOfMessage(type), literal);
        }
        else if (known[0].Value is NullValueNode)
        {
            At(known[0].Name.Value, () => Report(OneOfMessage(type), literal));
        }
    }

    private void VisitEnum(ValueNode literal, EnumType type)
    {
        if (literal is not EnumValueNode name)
        {
            Report($"Enum \"{type}\" cannot represent non-enum value: {Printer.Print(literal)}.{EnumSuggestion(type, Printer.Print(literal))}", literal);
        }
        else if (type.FindByName(name.Value) is null)
        {
            Report($"Value \"{name.Value}\" does not exist in \"{type}\" enum.{EnumSuggestion(type, name.Value)}", literal);
        }
    }
}
