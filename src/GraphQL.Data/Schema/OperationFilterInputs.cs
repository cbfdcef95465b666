using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Data.Schema;

/// <summary>The operation inputs of scalars and enums, one per type: <c>StringOperationFilterInput</c> and its like.</summary>
/// <remarks>docs/graphql.md, Filters.</remarks>
internal sealed class OperationFilterInputs
{
    private static readonly (string Name, FilterOperation Operation, string Description)[] Equality =
    [
        ("eq", FilterOperation.Eq, "Equal to this; null: has no value."),
        ("neq", FilterOperation.Neq, "Not equal to this, or without a value; null: has a value."),
    ];

    private static readonly (string Name, FilterOperation Operation, string Description)[] Lists =
    [
        ("in", FilterOperation.In, "Equal to one of these; null among them also finds what has no value."),
        ("nin", FilterOperation.Nin, "Equal to none of these; what has no value is kept unless null is among them."),
    ];

    private static readonly (string Name, FilterOperation Operation, string Description)[] Order =
    [
        ("gt", FilterOperation.Gt, "Greater than this."),
        ("ngt", FilterOperation.Ngt, "Not greater than this; what has no value is dropped."),
        ("gte", FilterOperation.Gte, "Greater than or equal to this."),
        ("ngte", FilterOperation.Ngte, "Less than this; what has no value is dropped."),
        ("lt", FilterOperation.Lt, "Less than this."),
        ("nlt", FilterOperation.Nlt, "Not less than this; what has no value is dropped."),
        ("lte", FilterOperation.Lte, "Less than or equal to this."),
        ("nlte", FilterOperation.Nlte, "Greater than this; what has no value is dropped."),
    ];

    private static readonly (string Name, FilterOperation Operation, string Description)[] Texts =
    [
        ("contains", FilterOperation.Contains, "Holds this text; `%` and `_` are ordinary characters."),
        ("ncontains", FilterOperation.NotContains, "Does not hold this text, or has no value."),
        ("startsWith", FilterOperation.StartsWith, "Begins with this text."),
        ("nstartsWith", FilterOperation.NotStartsWith, "Does not begin with this text, or has no value."),
        ("endsWith", FilterOperation.EndsWith, "Ends with this text."),
        ("nendsWith", FilterOperation.NotEndsWith, "Does not end with this text, or has no value."),
        ("ieq", FilterOperation.EqIgnoringCase, "Equal to this whatever the case."),
        ("icontains", FilterOperation.ContainsIgnoringCase, "Holds this text whatever the case."),
        ("istartsWith", FilterOperation.StartsWithIgnoringCase, "Begins with this text whatever the case."),
        ("iendsWith", FilterOperation.EndsWithIgnoringCase, "Ends with this text whatever the case."),
    ];

    private readonly Dictionary<NamedType, InputObjectType> _inputs = [];
    private readonly Dictionary<NamedType, InputObjectType> _lists = [];

    /// <summary>The input for a column's type, or null when it has no filter.</summary>
    public InputObjectType? Find(ColumnType type)
    {
        if (type.FilterKind == FilterKind.None)
        {
            return null;
        }

        if (type.ElementType is { } element)
        {
            return FindList(element);
        }

        if (!_inputs.TryGetValue(type.GraphQLType, out var input))
        {
            _inputs.Add(type.GraphQLType, input = Make(type));
        }

        return input;
    }

    private InputObjectType FindList(ColumnType element)
    {
        if (!_lists.TryGetValue(element.GraphQLType, out var list))
        {
            var operations = Find(element)!;
            _lists.Add(element.GraphQLType, list = new InputObjectType($"List{operations.Name}")
            {
                Description = $"Which lists of `{element.GraphQLType.Name}`.",
                FieldsFactory = () =>
                [
                    Field("all", operations, FilterOperation.All, "Every element is like this; so is every element of an empty list."),
                    Field("none", operations, FilterOperation.None, "No element is like this."),
                    Field("some", operations, FilterOperation.Some, "At least one element is like this."),
                    Field("any", SpecifiedScalars.Boolean, FilterOperation.Any, "Whether there is any element."),
                ],
            });
        }

        return list;
    }

    private static InputObjectType Make(ColumnType type)
    {
        var value = type.GraphQLType;
        var name = value.Name == "UUID" ? "Uuid" : value.Name;
        InputObjectType input = null!;
        input = new InputObjectType($"{name}OperationFilterInput")
        {
            Description = $"What a `{value.Name}` may be asked for. Several operations in one object must all hold.",
            FieldsFactory = () =>
            [
                .. type.FilterKind == FilterKind.Text ? Combinations(input) : [],
                .. Equality.Select(operation => Single(operation, value)),
                .. type.FilterKind is FilterKind.Equality ? [] : Lists.Select(operation => List(operation, value)),
                .. type.FilterKind is FilterKind.Comparable ? Order.Select(operation => Single(operation, value)) : [],
                .. type.FilterKind is FilterKind.Text ? Texts.Select(operation => Single(operation, value)) : [],
            ],
        };
        return input;
    }

    private static IEnumerable<InputValue> Combinations(InputObjectType input) =>
    [
        Field("and", input.NonNull().List(), FilterOperation.And, "All of these hold."),
        Field("or", input.NonNull().List(), FilterOperation.Or, "At least one of these holds."),
    ];

    private static InputValue Single((string Name, FilterOperation Operation, string Description) operation, NamedType value) =>
        Field(operation.Name, value, operation.Operation, operation.Description);

    private static InputValue List((string Name, FilterOperation Operation, string Description) operation, NamedType value) =>
        Field(operation.Name, value.List(), operation.Operation, operation.Description);

    private static InputValue Field(string name, GraphQLType type, FilterOperation operation, string description) => new(name, type)
    {
        Description = description,
        AppliedDirectives = RelationCost.Of(operation),
        Features = FeatureSet.Of(new FilterFeature(operation)),
    };
}
