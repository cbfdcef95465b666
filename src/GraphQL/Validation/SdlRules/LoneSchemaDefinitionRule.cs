using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.SdlRules;

/// <summary>A document has one schema definition at most.</summary>
internal sealed class LoneSchemaDefinitionRule(SdlContext context) : SdlRule(context)
{
    private bool _seen;

    public override bool Enter(SyntaxNode node)
    {
        if (node is SchemaDefinitionNode { IsExtension: false })
        {
            if (_seen)
            {
                Report("Must provide only one schema definition.", node);
            }

            _seen = true;
        }

        return true;
    }
}
