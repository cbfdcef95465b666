using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>Finds directives whose definitions use themselves, directly or through the types of their arguments and the directives on those.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Type-System.Directives.Type-Validation. graphql-js does not look for them.</remarks>
internal static class DirectiveCycles
{
    public static void Validate(Schema schema, SchemaReport report)
    {
        foreach (var directive in schema.Directives.Values)
        {
            if (FindCycle(schema, directive) is { } path)
            {
                report.Add($"Directive @{directive.Name} must not reference itself: {path}.", directive.SyntaxNode);
            }
        }
    }

    // Breadth first, so that the path that is told is the shortest.
    private static string? FindCycle(Schema schema, Directive directive)
    {
        HashSet<object> seen = [];
        var pending = new Queue<(object Element, string Path)>();
        pending.Enqueue((directive, $"@{directive.Name}"));
        while (pending.TryDequeue(out var next))
        {
            foreach (var (element, name) in References(schema, next.Element))
            {
                var path = $"{next.Path} → {name}";
                if (ReferenceEquals(element, directive))
                {
                    return path;
                }

                if (seen.Add(element))
                {
                    pending.Enqueue((element, path));
                }
            }
        }

        return null;
    }

    private static IEnumerable<(object Element, string Name)> References(Schema schema, object element)
    {
        var (applied, inputs) = element switch
        {
            Directive directive => (Applied(directive.AppliedDirectives, directive.SyntaxNode?.Directives), directive.Arguments),
            InputObjectType input => (Applied(input), [.. input.Fields.Values]),
            EnumType type => (
                Applied(type).Concat(type.Values.SelectMany(value => Applied(value.AppliedDirectives, value.SyntaxNode?.Directives))),
                (IReadOnlyList<InputValue>)[]),
            NamedType type => (Applied(type), []),
            _ => ([], []),
        };
        foreach (var name in applied.Concat(inputs.SelectMany(input => Applied(input.AppliedDirectives, input.SyntaxNode?.Directives))))
        {
            if (schema.Directives.TryGetValue(name, out var directive))
            {
                yield return (directive, $"@{name}");
            }
        }

        foreach (var input in inputs)
        {
            yield return (input.Type.Named, input.Type.Named.Name);
        }
    }

    private static IEnumerable<string> Applied(NamedType type) =>
        Applied(type.AppliedDirectives, type.SyntaxNodes.SelectMany(node => node.Directives));

    // What was built in code has no node; what came from SDL keeps @deprecated and its like in the node alone.
    private static IEnumerable<string> Applied(IEnumerable<DirectiveNode> applied, IEnumerable<DirectiveNode>? written) =>
        applied.Concat(written ?? []).Select(directive => directive.Name.Value).Distinct();
}
