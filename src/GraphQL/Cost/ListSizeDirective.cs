using System.Globalization;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Cost;

/// <summary><c>@listSize</c>: how many items a list field gives, as HotChocolate shows it.</summary>
/// <remarks>https://ibm.github.io/graphql-specs/cost-spec.html#sec-The-List-Size-Directive</remarks>
public static class ListSizeDirective
{
    /// <summary>For the directives of a schema.</summary>
    public static Directive Definition { get; } = new("listSize", [DirectiveLocation.FieldDefinition])
    {
        Description = "The size of a list that a field gives, for the static analysis of what an operation costs.",
        Arguments =
        [
            new("assumedSize", SpecifiedScalars.Int) { Description = "The most items that are given." },
            new("slicingArguments", SpecifiedScalars.String.NonNull().List())
            {
                Description = "The arguments whose value limits the number of items.",
            },
            new("slicingArgumentDefaultValue", SpecifiedScalars.Int) { Description = "The number of items when no slicing argument is given." },
            new("sizedFields", SpecifiedScalars.String.NonNull().List())
            {
                Description = "The fields below that hold the items, when the field itself is no list.",
            },
            new("requireOneSlicingArgument", SpecifiedScalars.Boolean.NonNull())
            {
                Description = "Whether a slicing argument has to be given.",
                DefaultValue = new BooleanValueNode { Value = true },
            },
        ],
    };

    /// <summary>The directive as it is applied to a field.</summary>
    public static DirectiveNode Apply(ListSize size) => new()
    {
        Name = new NameNode { Value = Definition.Name },
        Arguments =
        [
            .. Number("assumedSize", size.AssumedSize),
            .. Texts("slicingArguments", size.SlicingArguments),
            .. Number("slicingArgumentDefaultValue", size.SlicingArgumentDefaultValue),
            .. Texts("sizedFields", size.SizedFields),
            Argument("requireOneSlicingArgument", new BooleanValueNode { Value = size.RequireOneSlicingArgument }),
        ],
    };

    /// <summary>What the directives say of a field's list; null when none of them does.</summary>
    internal static ListSize? In(IReadOnlyList<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            if (directive.Name.Value == Definition.Name)
            {
                var values = directive.Arguments.ToDictionary(argument => argument.Name.Value, argument => argument.Value);
                return new ListSize
                {
                    AssumedSize = NumberOf(values.GetValueOrDefault("assumedSize")),
                    SlicingArguments = TextsOf(values.GetValueOrDefault("slicingArguments")),
                    SlicingArgumentDefaultValue = NumberOf(values.GetValueOrDefault("slicingArgumentDefaultValue")),
                    SizedFields = TextsOf(values.GetValueOrDefault("sizedFields")),
                    RequireOneSlicingArgument = values.GetValueOrDefault("requireOneSlicingArgument") is not BooleanValueNode { Value: false },
                };
            }
        }

        return null;
    }

    private static int? NumberOf(ValueNode? value) =>
        value is IntValueNode number && int.TryParse(number.Value, CultureInfo.InvariantCulture, out var size) ? size : null;

    private static IReadOnlyList<string> TextsOf(ValueNode? value) => value switch
    {
        ListValueNode list => [.. list.Values.OfType<StringValueNode>().Select(text => text.Value)],
        StringValueNode text => [text.Value],
        _ => [],
    };

    private static IEnumerable<ArgumentNode> Number(string name, int? value) => value is { } number
        ? [Argument(name, new IntValueNode { Value = number.ToString(CultureInfo.InvariantCulture) })]
        : [];

    private static IEnumerable<ArgumentNode> Texts(string name, IReadOnlyList<string> values) => values.Count > 0
        ? [Argument(name, new ListValueNode { Values = [.. values.Select(value => new StringValueNode { Value = value })] })]
        : [];

    private static ArgumentNode Argument(string name, ValueNode value) => new() { Name = new NameNode { Value = name }, Value = value };
}

/// <summary>What <c>@listSize</c> says of one field.</summary>
public sealed record ListSize
{
    /// <summary>The most items that the list can have.</summary>
    public int? AssumedSize { get; init; }

    /// <summary>The arguments whose value is the number of items; the largest counts.</summary>
    public IReadOnlyList<string> SlicingArguments { get; init; } = [];

    /// <summary>The number of items when no slicing argument is given.</summary>
    public int? SlicingArgumentDefaultValue { get; init; }

    /// <summary>The fields below that hold the items, when the field itself is no list.</summary>
    public IReadOnlyList<string> SizedFields { get; init; } = [];

    /// <summary>Whether exactly one slicing argument has to be given.</summary>
    public bool RequireOneSlicingArgument { get; init; } = true;
}
