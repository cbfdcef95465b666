using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>Finds names that occur more than once in a list.</summary>
internal static class Repeated
{
    /// <summary>The repeated names in the order they first occur, each with all its nodes.</summary>
    public static IEnumerable<(string Name, List<NameNode> Nodes)> Names<T>(IReadOnlyList<T> nodes, Func<T, NameNode> nameOf)
    {
        OrderedDictionary<string, List<NameNode>>? repeated = null;
        var first = new Dictionary<string, NameNode>(nodes.Count);
        foreach (var node in nodes)
        {
            var name = nameOf(node);
            if (first.TryAdd(name.Value, name))
            {
                continue;
            }

            repeated ??= [];
            if (!repeated.TryGetValue(name.Value, out var same))
            {
                repeated[name.Value] = same = [first[name.Value]];
            }

            same.Add(name);
        }

        if (repeated is null)
        {
            return [];
        }

        // Found at their second occurrence, told in the order of their first.
        return first.Keys.Where(repeated.ContainsKey).Select(name => (name, repeated[name]));
    }
}
