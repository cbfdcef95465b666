using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.SdlRules;

/// <summary>Each operation has one root type.</summary>
internal sealed class UniqueOperationTypesRule(SdlContext context) : SdlRule(context)
{
    private readonly Dictionary<OperationType, OperationTypeDefinitionNode> _known = [];

    public override bool Enter(SyntaxNode node)
    {
        if (node is not SchemaDefinitionNode schema)
        {
            return true;
        }

        foreach (var root in schema.OperationTypes)
        {
            if (!_known.TryAdd(root.Operation, root))
            {
                var operation = root.Operation.ToString().ToLowerInvariant();
                Report($"There can be only one {operation} type in schema.", _known[root.Operation], root);
            }
        }

        return false;
    }
}
