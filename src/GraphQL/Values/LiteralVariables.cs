using System.Text.Json;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Values;

/// <summary>Variables inside literals.</summary>
internal static class LiteralVariables
{
    public static bool IsUsedIn(ValueNode node) => node switch
    {
        VariableNode => true,
        ListValueNode list => list.Values.Any(IsUsedIn),
        ObjectValueNode value => value.Fields.Any(field => IsUsedIn(field.Value)),
        _ => false,
    };

    /// <summary>The literal with every variable replaced by what the request gave for it, as a literal.</summary>
    /// <remarks>Custom scalars read such literals themselves and see no variables.</remarks>
    public static ValueNode Replace(ValueNode node, IReadOnlyDictionary<string, object?> variables) =>
        IsUsedIn(node) ? ReplaceIn(node, variables, LiteralOf) : node;

    /// <summary>
    /// The same with the coerced values (single items made lists, defaults filled in), as far as JSON can show them: for scalars
    /// that read literals as JSON.
    /// </summary>
    public static ValueNode ReplaceByValues(ValueNode node, IReadOnlyDictionary<string, object?> variables) =>
        IsUsedIn(node) ? ReplaceIn(node, variables, CoercedLiteralOf) : node;

    private static ValueNode ReplaceIn(
        ValueNode node,
        IReadOnlyDictionary<string, object?> variables,
        Func<VariableNode, IReadOnlyDictionary<string, object?>, ValueNode> literalOf)
    {
        return Replaced(node);

        ValueNode Replaced(ValueNode value) => value switch
        {
            VariableNode variable => literalOf(variable, variables),
            ListValueNode list => new ListValueNode
            {
                Start = list.Start,
                End = list.End,
                Source = list.Source,
                Values = [.. list.Values.Select(Replaced)],
            },
            ObjectValueNode fields => new ObjectValueNode
            {
                Start = fields.Start,
                End = fields.End,
                Source = fields.Source,
                Fields = [.. fields.Fields.Where(field => !IsMissing(field.Value, variables)).Select(ReplacedField)],
            },
            _ => value,
        };

        ObjectFieldNode ReplacedField(ObjectFieldNode field) => new()
        {
            Start = field.Start,
            End = field.End,
            Source = field.Source,
            Name = field.Name,
            Value = Replaced(field.Value),
        };
    }

    private static bool IsMissing(ValueNode node, IReadOnlyDictionary<string, object?> variables) =>
        node is VariableNode variable && SourceOf(variable, variables) is null or { Input: null, Signature.Definition.DefaultValue: null };

    private static ValueNode LiteralOf(VariableNode variable, IReadOnlyDictionary<string, object?> variables) =>
        SourceOf(variable, variables) switch
        {
            { Input: JsonElement input } source => JsonLiterals.ToLiteral(input, source.Signature.Type),
            { Signature.Definition.DefaultValue: { } literal } => literal,
            _ => new NullValueNode(),
        };

    private static ValueNode CoercedLiteralOf(VariableNode variable, IReadOnlyDictionary<string, object?> variables) =>
        variables.TryGetValue(variable.Name.Value, out var value) && JsonLiterals.TryToLiteral(value, out var literal)
            ? literal
            : LiteralOf(variable, variables);

    private static VariableSource? SourceOf(VariableNode variable, IReadOnlyDictionary<string, object?> variables) =>
        (variables as VariableValues)?.FindSource(variable.Name.Value);
}
