using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>
/// Directives that a document defines itself. Such a document is not executable; its directives count all the same, so that
/// the one error about that is not buried under others.
/// </summary>
internal static class DirectiveDefinitions
{
    public static DirectiveDefinitionNode? FindInDocument(DocumentNode document, string name)
    {
        DirectiveDefinitionNode? found = null;
        foreach (var definition in document.Definitions)
        {
            if (definition is DirectiveDefinitionNode { IsExtension: false } directive && directive.Name.Value == name)
            {
                found = directive;
            }
        }

        return found;
    }
}
