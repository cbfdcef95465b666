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
        IsUsedIn(node) ? ReplaceIn(node, variables) : node;

    private static ValueNode ReplaceIn(ValueNode node, IReadOnlyDictionary<string, object?> variables) => node switch
    {
        VariableNode variable => LiteralOf(variable, variables),
        ListValueNode list => new ListValueNode
        {
            Start = list.Start,
            End = list.End,
            Source = list.Source,
            Values = [.. list.Values.Select(item => ReplaceIn(item, variables))],
        },
        ObjectValueNode value => new ObjectValueNode
        {
            Start = value.Start,
            End = value.End,
            Source = value.Source,
            Fields =
            [
                .. value.Fields.Where(field => !IsMissing(field.Value, variables)).Select(field => new ObjectFieldNode
                {
                    Start = field.Start,
                    End = field.End,
                    Source = field.Source,
                    Name = field.Name,
                    Value = ReplaceIn(field.Value, variables),
                }),
            ],
        },
        _ => node,
    };

    private static bool IsMissing(ValueNode node, IReadOnlyDictionary<string, object?> variables) =>
        node is VariableNode variable && SourceOf(variable, variables) is null or { Input: null, Default: null };

    private static ValueNode LiteralOf(VariableNode variable, IReadOnlyDictionary<string, object?> variables) =>
        SourceOf(variable, variables) switch
        {
            { Input: JsonElement input } source => JsonLiterals.ToLiteral(input, source.Type),
            { Default: { } literal } => literal,
            _ => new NullValueNode(),
        };

    private static VariableSource? SourceOf(VariableNode variable, IReadOnlyDictionary<string, object?> variables) =>
        (variables as VariableValues)?.FindSource(variable.Name.Value);
}
