using System.Globalization;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Data.Schema;

/// <summary><c>@listSize</c>: how many items a list field gives, as HotChocolate shows it.</summary>
/// <remarks>https://ibm.github.io/graphql-specs/cost-spec.html#sec-The-List-Size-Directive</remarks>
public static class ListSizeDirective
{
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

    internal static DirectiveNode Connection(PagingOptions paging) => Apply(
        paging, ["first", "last"], [("sizedFields", Texts("edges", "nodes"))]);

    internal static DirectiveNode List(PagingOptions paging) => Apply(paging, ["first"], []);

    private static DirectiveNode Apply(PagingOptions paging, string[] slicing, (string Name, ValueNode Value)[] more) => new()
    {
        Name = new NameNode { Value = "listSize" },
        Arguments =
        [
            Argument("assumedSize", Number(paging.MaxPageSize)),
            Argument("slicingArguments", Texts(slicing)),
            Argument("slicingArgumentDefaultValue", Number(paging.DefaultPageSize)),
            .. more.Select(argument => Argument(argument.Name, argument.Value)),
            Argument("requireOneSlicingArgument", new BooleanValueNode { Value = false }),
        ],
    };

    private static ArgumentNode Argument(string name, ValueNode value) => new() { Name = new NameNode { Value = name }, Value = value };

    private static IntValueNode Number(int value) => new() { Value = value.ToString(CultureInfo.InvariantCulture) };

    private static ListValueNode Texts(params string[] values) =>
        new() { Values = [.. values.Select(value => new StringValueNode { Value = value })] };
}
