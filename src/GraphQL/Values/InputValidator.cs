using System.Text.Json;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Validation;

namespace HealthGraph.GraphQL.Values;

/// <summary>Finds every reason why an input value does not fit its type, in graphql-js's words.</summary>
internal sealed partial class InputValidator
{
    private readonly List<InputError> _errors = [];
    private readonly List<object> _path = [];
    private readonly bool _hideSuggestions;

    private InputValidator(bool hideSuggestions) => _hideSuggestions = hideSuggestions;

    /// <param name="input">The JSON value; null when there is none.</param>
    /// <param name="type">What it should be.</param>
    /// <param name="hideSuggestions">Leave out "Did you mean".</param>
    public static IReadOnlyList<InputError> Validate(JsonElement? input, GraphQLType type, bool hideSuggestions)
    {
        var validator = new InputValidator(hideSuggestions);
        validator.Visit(input, type);
        return validator._errors;
    }

    private void Visit(JsonElement? input, GraphQLType type)
    {
        if (type is NonNullType nonNull)
        {
            switch (input?.ValueKind)
            {
                case null:
                    Report($"Expected a value of non-null type \"{type}\" to be provided.");
                    break;
                case JsonValueKind.Null:
                    Report($"Expected value of non-null type \"{type}\" not to be null.");
                    break;
                default:
                    Visit(input, nonNull.OfType);
                    break;
            }
        }
        else if (input is { ValueKind: not JsonValueKind.Null } value)
        {
            VisitNullable(value, type);
        }
    }

    private void VisitNullable(JsonElement input, GraphQLType type)
    {
        switch (type)
        {
            case ListType list when input.ValueKind == JsonValueKind.Array:
                var index = 0;
                foreach (var item in input.EnumerateArray())
                {
                    At(index++, () => Visit(item, list.OfType));
                }

                break;
            case ListType list:
                Visit(input, list.OfType);
                break;
            case InputObjectType inputObject:
                VisitObject(input, inputObject);
                break;
            case EnumType enumType:
                VisitEnum(input, enumType);
                break;
            case ScalarType scalar:
                Try(() => scalar.CoerceInputValue(input), null);
                break;
            default:
                break;
        }
    }

    private void VisitObject(JsonElement input, InputObjectType type)
    {
        if (input.ValueKind != JsonValueKind.Object)
        {
            Report($"Expected value of type \"{type}\" to be an object, found: {Inspection.Inspect(input)}.");
            return;
        }

        foreach (var field in type.Fields.Values)
        {
            if (input.TryGetProperty(field.Name, out var value))
            {
                At(field.Name, () => Visit(value, field.Type));
            }
            else if (field.IsRequired)
            {
                Report($"Expected value of type \"{type}\" to include required field \"{field.Name}\", found: {Inspection.Inspect(input)}.");
            }
        }

        var names = input.EnumerateObject().Select(property => property.Name).Distinct().ToList();
        foreach (var name in names.Where(name => !type.Fields.ContainsKey(name)))
        {
            ReportUnknown(type, name, Inspection.Inspect(input), null);
        }

        if (type.IsOneOf)
        {
            VisitOneOf(input, type, [.. names.Where(type.Fields.ContainsKey)]);
        }
    }

    private void VisitOneOf(JsonElement input, InputObjectType type, IReadOnlyList<string> known)
    {
        if (known.Count != 1)
        {
            Report(OneOfMessage(type));
        }

        if (known.Count > 0 && input.GetProperty(known[0]).ValueKind == JsonValueKind.Null)
        {
            At(known[0], () => Report(OneOfMessage(type)));
        }
    }

    private void VisitEnum(JsonElement input, EnumType type)
    {
        if (input.ValueKind != JsonValueKind.String)
        {
            var text = Inspection.Inspect(input);
            Report($"Enum \"{type}\" cannot represent non-string value: {text}.{EnumSuggestion(type, text)}");
        }
        else if (type.FindByName(input.GetString()!) is null)
        {
            Report($"Value \"{input.GetString()}\" does not exist in \"{type}\" enum.{EnumSuggestion(type, input.GetString()!)}");
        }
    }

    private void At(object key, Action visit)
    {
        _path.Add(key);
        visit();
        _path.RemoveAt(_path.Count - 1);
    }

    private void Try(Func<object?> coerce, SyntaxNode? node)
    {
        try
        {
            _ = coerce();
        }
        catch (ValueCoercionException exception)
        {
            Report(exception.Message, node);
        }
    }

    private void ReportUnknown(InputObjectType type, string name, string found, SyntaxNode? node)
    {
        var suggestion = Suggest(name, type.Fields.Keys, null);
        var separator = suggestion.Length == 0 ? ", found" : $".{suggestion} Found";
        Report($"Expected value of type \"{type}\" not to include unknown field \"{name}\"{separator}: {found}.", node);
    }

    private string EnumSuggestion(EnumType type, string given) =>
        Suggest(given, type.Values.Select(value => value.Name), "the enum value");

    private string Suggest(string given, IEnumerable<string> names, string? kind) =>
        _hideSuggestions ? "" : Suggestions.DidYouMean(Suggestions.For(given, names), kind);

    private void Report(string message, SyntaxNode? node = null) => _errors.Add(new InputError([.. _path], message, node));

    private static string OneOfMessage(InputObjectType type) =>
        $"Within OneOf Input Object type \"{type}\", exactly one field must be specified, and the value for that field must be non-null.";
}
