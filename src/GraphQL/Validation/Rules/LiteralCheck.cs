using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>Checks a literal against a type and reports all that is wrong with it; variables may be anything.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Input-Values</remarks>
internal sealed class LiteralCheck(bool hideSuggestions, Action<string, SyntaxNode> report)
{
    public void Check(ValueNode value, GraphQLType type)
    {
        StackGuard.Check();
        switch (value, type)
        {
            case (VariableNode, _):
                break;
            case (NullValueNode, NonNullType):
                report($"Expected value of non-null type \"{type}\" not to be null.", value);
                break;
            case (_, NonNullType nonNull):
                Check(value, nonNull.OfType);
                break;
            case (NullValueNode, _):
                break;
            case (ListValueNode list, ListType listType):
                foreach (var item in list.Values)
                {
                    Check(item, listType.OfType);
                }

                break;
            case (_, ListType listType):
                Check(value, listType.OfType);
                break;
            case (ObjectValueNode fields, InputObjectType input):
                CheckObject(fields, input);
                break;
            case (_, InputObjectType):
                report($"Expected value of type \"{type}\" to be an object, found: {Printer.Print(value)}.", value);
                break;
            case (_, EnumType enumType):
                CheckEnum(value, enumType);
                break;
            case (_, ScalarType scalar):
                CheckScalar(value, scalar);
                break;
        }
    }

    private void CheckObject(ObjectValueNode value, InputObjectType type)
    {
        var given = new Dictionary<string, ValueNode>(value.Fields.Count);
        foreach (var field in value.Fields)
        {
            given[field.Name.Value] = field.Value;
        }

        foreach (var field in type.Fields.Values)
        {
            if (given.TryGetValue(field.Name, out var fieldValue))
            {
                Check(fieldValue, field.Type);
            }
            else if (field.IsRequired)
            {
                report(
                    $"Expected value of type \"{type}\" to include required field \"{field.Name}\", found: {Printer.Print(value)}.",
                    value);
            }
        }

        foreach (var field in value.Fields)
        {
            if (!type.Fields.ContainsKey(field.Name.Value))
            {
                ReportUnknownField(value, field, type);
            }
        }

        if (type.IsOneOf)
        {
            CheckOneOf(value, type);
        }
    }

    private void ReportUnknownField(ObjectValueNode value, ObjectFieldNode field, InputObjectType type)
    {
        var name = field.Name.Value;
        var suggestion = hideSuggestions ? "" : Suggestions.DidYouMean(Suggestions.For(name, type.Fields.Keys));
        var found = suggestion.Length == 0 ? ", found" : $".{suggestion} Found";
        report(
            $"Expected value of type \"{type}\" not to include unknown field \"{name}\"{found}: {Printer.Print(value)}.",
            field);
    }

    private void CheckOneOf(ObjectValueNode value, InputObjectType type)
    {
        var known = 0;
        ValueNode? only = null;
        foreach (var field in value.Fields)
        {
            if (type.Fields.ContainsKey(field.Name.Value))
            {
                known++;
                only ??= field.Value;
            }
        }

        if (known != 1 || only is NullValueNode)
        {
            report(
                $"Within OneOf Input Object type \"{type}\", exactly one field must be specified, and the value for that field " +
                "must be non-null.",
                value);
        }
    }

    private void CheckEnum(ValueNode value, EnumType type)
    {
        if (value is EnumValueNode name && type.FindByName(name.Value) is not null)
        {
            return;
        }

        var printed = Printer.Print(WithoutVariables(value));
        var suggestion = hideSuggestions
            ? ""
            : Suggestions.DidYouMean(Suggestions.For(printed, type.Values.Select(entry => entry.Name)), "the enum value");
        report(
            value is EnumValueNode
                ? $"Value \"{printed}\" does not exist in \"{type}\" enum.{suggestion}"
                : $"Enum \"{type}\" cannot represent non-enum value: {printed}.{suggestion}",
            value);
    }

    private void CheckScalar(ValueNode value, ScalarType type)
    {
        try
        {
            InputCoercion.CoerceScalar(WithoutVariables(value), type);
        }
        catch (ValueCoercionException exception)
        {
            report(exception.Message, value);
        }
    }

    // A leaf type sees whole values only; what a variable will hold is not known yet, so it sees null, or no field, there.
    private static ValueNode WithoutVariables(ValueNode value) => LiteralVariables.Replace(value, VariableValues.Empty);
}
