using System.Text;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.Fuzz.Tests.Mutation;

/// <summary>Damage that keeps to the grammar: parts of the tree are taken out, doubled, swapped for others of their kind, nested.</summary>
internal static class TreeMutator
{
    private static readonly ParserOptions Options = ParserOptions.Default with { AllowFragmentVariables = false };

    /// <summary>The document changed in a place or more; as it was when it does not parse.</summary>
    public static byte[] Mutate(byte[] document, byte[] other, Dice dice)
    {
        for (var rounds = dice.Between(1, 3); rounds > 0; rounds--)
        {
            if (Parse(document) is not { } tree || Parse(other) is not { } donor)
            {
                return document;
            }

            document = Once(document, Nodes(tree), other, Nodes(donor), dice);
        }

        return document;
    }

    private static byte[] Once(byte[] text, List<SyntaxNode> nodes, byte[] other, List<SyntaxNode> donors, Dice dice)
    {
        var node = dice.Pick(nodes);
        var span = text.AsSpan(node.Start, node.End - node.Start);
        switch (dice.Below(9))
        {
            case 0:
                return Put(text, node, []);
            case 1:
                return Put(text, node, Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Repeat(Encoding.UTF8.GetString(span), dice.Between(2, 20)))));
            case 2 or 3:
                var same = donors.FindAll(donor => donor.Kind == node.Kind);
                return same.Count == 0 ? text : Put(text, node, SpanOf(other, dice.Pick(same)));
            case 4:
                var near = nodes.FindAll(candidate => candidate.Kind == node.Kind);
                return Put(text, node, SpanOf(text, dice.Pick(near)));
            case 5:
                return Nest(text, nodes, dice);
            case 6:
                return Put(text, text.Length, 0, Encoding.UTF8.GetBytes(
                    $" fragment F{dice.Below(4)} on {NameOf(nodes, dice)} {{ {NameOf(nodes, dice)} ...F{dice.Below(4)} }}"));
            case 7:
                var sets = nodes.FindAll(candidate => candidate.Kind == SyntaxKind.SelectionSet);
                return sets.Count == 0 ? text : Put(text, dice.Pick(sets).Start + 1, 0, Encoding.UTF8.GetBytes($" ...F{dice.Below(4)} "));
            default:
                var fields = nodes.FindAll(candidate => candidate.Kind == SyntaxKind.Field);
                return fields.Count == 0 ? text : Put(text, dice.Pick(fields).Start, 0, Encoding.UTF8.GetBytes($"a{dice.Below(3)}: "));
        }
    }

    // A node inside itself, up to past every limit on depth.
    private static byte[] Nest(byte[] text, List<SyntaxNode> nodes, Dice dice)
    {
        var outer = dice.Pick(nodes);
        var inner = Nodes(outer).FindAll(candidate => candidate.Kind == outer.Kind && candidate != outer);
        if (inner.Count == 0)
        {
            return text;
        }

        var hole = dice.Pick(inner);
        var before = text.AsSpan(outer.Start, hole.Start - outer.Start).ToArray();
        var after = text.AsSpan(hole.End, outer.End - hole.End).ToArray();
        var times = dice.OneIn(3) ? dice.Between(190, 260) : dice.Between(2, 60);
        if ((before.Length + after.Length) * times > 200_000)
        {
            return text;
        }

        var nested = new List<byte>();
        for (var i = 0; i < times; i++)
        {
            nested.AddRange(before);
        }

        nested.AddRange(SpanOf(text, hole));
        for (var i = 0; i < times; i++)
        {
            nested.AddRange(after);
        }

        return Put(text, outer, [.. nested]);
    }

    private static string NameOf(List<SyntaxNode> nodes, Dice dice) =>
        nodes.OfType<NameNode>().ToList() is { Count: > 0 } names ? dice.Pick(names).Value : "a";

    private static List<SyntaxNode> Nodes(SyntaxNode root)
    {
        var nodes = new List<SyntaxNode>();
        var pending = new Stack<SyntaxNode>([root]);
        while (pending.TryPop(out var node))
        {
            nodes.Add(node);
            foreach (var child in SyntaxChildren.Of(node))
            {
                pending.Push(child);
            }
        }

        return nodes;
    }

    private static DocumentNode? Parse(byte[] text)
    {
        try
        {
            return Parser.ParseDocument(new Source(text), Options);
        }
        catch (GraphQLException)
        {
            return null;
        }
    }

    private static byte[] SpanOf(byte[] text, SyntaxNode node) => text.AsSpan(node.Start, node.End - node.Start).ToArray();

    private static byte[] Put(byte[] text, SyntaxNode node, byte[] with) => Put(text, node.Start, node.End - node.Start, with);

    private static byte[] Put(byte[] text, int at, int length, byte[] with) => ByteMutator.Replace(text, at, length, with);
}
