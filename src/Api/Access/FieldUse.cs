using System.Collections.Immutable;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.Access;

/// <summary>A rule that an operation comes under, and the first field or fragment that brings it there.</summary>
internal sealed record RuledField(AccessRule Rule, SyntaxNode Node, string Coordinate);

/// <summary>
/// What an operation touches as far as access goes: found once per operation, whatever its variables, so that a field under
/// <c>@skip</c> counts as used.
/// </summary>
internal sealed class FieldUse
{
    private readonly Schema _schema;
    private readonly DocumentNode _document;
    private readonly Dictionary<AccessRule, RuledField> _ruled = [];
    private readonly HashSet<string> _fragments = [];

    private FieldUse(Schema schema, DocumentNode document)
    {
        _schema = schema;
        _document = document;
    }

    public ImmutableArray<RuledField> Ruled { get; private set; } = [];

    /// <summary>The first use of <c>__schema</c> or <c>__type</c>.</summary>
    public FieldNode? Introspection { get; private set; }

    public static FieldUse Of(Schema schema, DocumentNode document, OperationDefinitionNode operation)
    {
        var use = new FieldUse(schema, document);
        if (schema.RootType(operation.Operation) is { } root)
        {
            use.Visit(operation.SelectionSet, root);
        }

        use.Ruled = [.. use._ruled.Values];
        return use;
    }

    private void Visit(SelectionSetNode selections, NamedType parent)
    {
        foreach (var selection in selections.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    Visit(field, parent);
                    break;
                case InlineFragmentNode inline:
                    VisitFragment(inline.SelectionSet, inline.TypeCondition, parent);
                    break;
                case FragmentSpreadNode spread when _fragments.Add(spread.Name.Value):
                    var fragment = _document.Definitions.OfType<FragmentDefinitionNode>()
                        .FirstOrDefault(definition => definition.Name?.Value == spread.Name.Value);
                    if (fragment is not null)
                    {
                        VisitFragment(fragment.SelectionSet, fragment.TypeCondition, parent);
                    }

                    break;
            }
        }
    }

    private void VisitFragment(SelectionSetNode selections, NamedTypeNode? condition, NamedType parent)
    {
        if (condition is not null && _schema.FindType(condition.Name.Value) is { } type)
        {
            // A node may turn out to be of the type: then its rows are read.
            Note(AccessRules.Of(type), condition, type.Name);
            parent = type;
        }

        Visit(selections, parent);
    }

    private void Visit(FieldNode node, NamedType parent)
    {
        var name = node.Name.Value;
        if (name is "__schema" or "__type")
        {
            Introspection ??= node;
            return;
        }

        if ((parent as FieldsType)?.Fields.GetValueOrDefault(name) is not { } field)
        {
            return;
        }

        Note(AccessRules.Of(_schema, parent, field), node, $"{parent.Name}.{name}");
        Note(AccessRules.Of(field.Type.Named), node, $"{parent.Name}.{name}");
        if (node.SelectionSet is { } selections)
        {
            Visit(selections, field.Type.Named);
        }
    }

    private void Note(AccessRule? rule, SyntaxNode node, string coordinate)
    {
        if (rule is not null)
        {
            _ruled.TryAdd(rule, new RuledField(rule, node, coordinate));
        }
    }
}
