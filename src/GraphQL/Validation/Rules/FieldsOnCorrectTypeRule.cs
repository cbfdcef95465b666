using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>A field that is selected exists.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Field-Selections</remarks>
internal sealed class FieldsOnCorrectTypeRule(ValidationContext context) : RuleVisitor(context)
{
    public override bool Enter(SyntaxNode node)
    {
        if (Context.TypeInfo is { ParentType: { } type, Field: null })
        {
            var name = ((FieldNode)node).Name.Value;
            var suggestion = Context.Options.HideSuggestions ? "" : Suggest(type, name);
            Report($"Cannot query field \"{name}\" on type \"{type}\".{suggestion}", node);
        }

        return true;
    }

    private string Suggest(NamedType type, string name)
    {
        var types = SuggestTypes(type, name);
        if (types.Count > 0)
        {
            return Suggestions.DidYouMean(types, "to use an inline fragment on");
        }

        return type is FieldsType fields ? Suggestions.DidYouMean(Suggestions.For(name, fields.Fields.Keys)) : "";
    }

    /// <summary>Possible types with the field and their interfaces with it, those that cover most possible types first.</summary>
    private List<string> SuggestTypes(NamedType type, string name)
    {
        if (type is not (InterfaceType or UnionType))
        {
            return [];
        }

        var found = new OrderedDictionary<FieldsType, int>();
        foreach (var possible in Context.Schema.GetPossibleTypes(type))
        {
            if (!possible.Fields.ContainsKey(name))
            {
                continue;
            }

            found[possible] = 1;
            foreach (var implemented in possible.Interfaces)
            {
                if (implemented.Fields.ContainsKey(name))
                {
                    found[implemented] = found.GetValueOrDefault(implemented) + 1;
                }
            }
        }

        return [.. found.Order(Comparer<KeyValuePair<FieldsType, int>>.Create(Compare)).Select(entry => entry.Key.Name)];
    }

    private int Compare(KeyValuePair<FieldsType, int> left, KeyValuePair<FieldsType, int> right)
    {
        if (left.Value != right.Value)
        {
            return right.Value - left.Value;
        }

        if (ReferenceEquals(left.Key, right.Key))
        {
            return 0;
        }

        if (left.Key is InterfaceType && Context.Schema.IsSubType(right.Key, left.Key))
        {
            return -1;
        }

        if (right.Key is InterfaceType && Context.Schema.IsSubType(left.Key, right.Key))
        {
            return 1;
        }

        return Suggestions.NaturalCompare(left.Key.Name, right.Key.Name);
    }
}
