using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>Variables are used where a value of their type may stand.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-All-Variable-Usages-Are-Allowed</remarks>
internal sealed class VariablesInAllowedPositionRule(ValidationContext context) : RuleVisitor(context)
{
    public override void Leave(SyntaxNode node)
    {
        var operation = (OperationDefinitionNode)node;
        if (operation.VariableDefinitions.Count == 0)
        {
            return;
        }

        var definitions = new Dictionary<string, VariableDefinitionNode>(operation.VariableDefinitions.Count);
        foreach (var definition in operation.VariableDefinitions)
        {
            definitions[definition.Variable.Name.Value] = definition;
        }

        foreach (var usage in Context.VariableUsages.Under(operation))
        {
            if (!usage.BelongsToFragment &&
                usage.Type is { } expected &&
                definitions.TryGetValue(usage.Node.Name.Value, out var definition) &&
                TypeReferences.Find(Context.Schema, definition.Type) is { } type)
            {
                Check(usage, expected, definition, type);
            }
        }
    }

    private void Check(VariableUsage usage, GraphQLType expected, VariableDefinitionNode definition, GraphQLType type)
    {
        var name = usage.Node.Name.Value;
        if (!IsAllowed(type, definition.DefaultValue, expected, usage.DefaultValue))
        {
            Report(
                $"Variable \"${name}\" of type \"{type}\" used in position expecting type \"{expected}\".",
                definition,
                usage.Node);
        }

        if (usage.ParentType is InputObjectType { IsOneOf: true } && !type.IsNonNull)
        {
            Report(
                $"Variable \"${name}\" is of type \"{type}\" but must be non-nullable to be used for OneOf Input Object " +
                $"\"{usage.ParentType}\".",
                definition,
                usage.Node);
        }
    }

    // https://spec.graphql.org/September2025/#IsVariableUsageAllowed()
    private bool IsAllowed(GraphQLType type, ValueNode? variableDefault, GraphQLType expected, ValueNode? placeDefault)
    {
        if (expected is NonNullType nonNull && !type.IsNonNull)
        {
            var hasDefault = variableDefault is not (null or NullValueNode) || placeDefault is not null;
            return hasDefault && Context.Schema.IsSubType(type, nonNull.OfType);
        }

        return Context.Schema.IsSubType(type, expected);
    }
}
