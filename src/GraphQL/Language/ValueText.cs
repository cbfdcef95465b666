using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Language;

/// <summary>
/// The text of values, types, arguments and directives, from the left margin: whoever holds one needs to know how long it is
/// before it can be placed.
/// </summary>
internal static class ValueText
{
    /// <summary>What is longer than this, and can be, is written over several lines.</summary>
    public const int LongestLine = 80;

    public static string Of(SyntaxNode node) => node switch
    {
        NameNode name => name.Value,
        VariableNode variable => $"${variable.Name.Value}",
        IntValueNode value => value.Value,
        FloatValueNode value => value.Value,
        EnumValueNode value => value.Value,
        BooleanValueNode value => value.Value ? "true" : "false",
        NullValueNode => "null",
        StringValueNode { Block: true } value => BlockString.Print(value.Value),
        StringValueNode value => StringLiteral.Print(value.Value),
        ListValueNode list => OfList(list),
        ObjectValueNode value => OfObject(value),
        ObjectFieldNode field => $"{field.Name.Value}: {Of(field.Value)}",
        ArgumentNode argument => $"{argument.Name.Value}: {Of(argument.Value)}",
        DirectiveNode directive => OfDirective(directive),
        NamedTypeNode type => type.Name.Value,
        ListTypeNode type => $"[{Of(type.Type)}]",
        NonNullTypeNode type => $"{Of(type.Type)}!",
        _ => throw new ArgumentException($"A {node.Kind} is not a value, type or directive.", nameof(node)),
    };

    /// <summary>One item a line, indented.</summary>
    public static string Lines(string open, IEnumerable<string> items, string close) =>
        $"{open}{string.Concat(items.Select(item => $"\n{item}")).Replace("\n", "\n  ", StringComparison.Ordinal)}\n{close}";

    private static string OfList(ListValueNode list)
    {
        var items = list.Values.Select(Of).ToList();
        var inLine = $"[{string.Join(", ", items)}]";
        return inLine.Length > LongestLine ? Lines("[", items, "]") : inLine;
    }

    private static string OfObject(ObjectValueNode value)
    {
        var fields = value.Fields.Select(Of).ToList();
        var inLine = $"{{ {string.Join(", ", fields)} }}";
        return inLine.Length > LongestLine ? Lines("{", fields, "}") : inLine;
    }

    // Arguments of a directive stay on one line, whatever their length: so it is in graphql-js.
    private static string OfDirective(DirectiveNode directive) => directive.Arguments.Count == 0
        ? $"@{directive.Name.Value}"
        : $"@{directive.Name.Value}({string.Join(", ", directive.Arguments.Select(Of))})";
}
