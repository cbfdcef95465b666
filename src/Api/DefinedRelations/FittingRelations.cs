using HealthGraph.Api.Composition;
using HealthGraph.Domain.Relations;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.DefinedRelations;

/// <summary>Which stored definitions can be shown together. They were checked when they were written, but perhaps by another release, or past us.</summary>
internal sealed class FittingRelations(SchemaFactory factory)
{
    /// <summary>The relations that fit; the others are reported, by type name.</summary>
    public IReadOnlyList<DefinedRelation> Of(IEnumerable<StoredDefinition> stored, Action<string, string> report)
    {
        var relations = Create(stored, report);
        if (relations.Count == 0 || ProblemOf(relations) is null)
        {
            return relations;
        }

        var fitting = new List<DefinedRelation>();
        foreach (var relation in relations)
        {
            if (ProblemOf([.. fitting, relation]) is { } problem)
            {
                report(relation.Definition.TypeName, problem);
            }
            else
            {
                fitting.Add(relation);
            }
        }

        return fitting;
    }

    /// <summary>Why these cannot be shown together; null when they can.</summary>
    public string? ProblemOf(IReadOnlyList<DefinedRelation> relations)
    {
        try
        {
            _ = factory.Create(relations);
            return null;
        }
        catch (Exception mistake) when (mistake is SchemaException or ArgumentException)
        {
            // The other one: two names that come to be one, such as those of two fields in the enum of groups.
            return mistake.Message;
        }
    }

    private static List<DefinedRelation> Create(IEnumerable<StoredDefinition> stored, Action<string, string> report)
    {
        var relations = new List<DefinedRelation>();
        foreach (var (typeName, definition, problem) in stored)
        {
            try
            {
                relations.Add(DefinedRelationFactory.Create(definition ?? throw new RelationDefinitionException(problem ?? "It cannot be read.")));
            }
            catch (RelationDefinitionException e)
            {
                report(typeName, e.Message);
            }
        }

        return relations;
    }
}
