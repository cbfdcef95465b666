using System.Runtime.CompilerServices;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation;

/// <summary>Walks a document once and shows each node to the rules that asked for its kind, in the rules' order.</summary>
internal sealed class RuleWalker : TypedWalker
{
    // Who listens to what is worked out once per list of rules; the lists themselves live as long as their options.
    private static readonly ConditionalWeakTable<IReadOnlyList<IValidationRule>, Listeners> Known = [];

    private readonly ValidationContext _context;
    private readonly Listeners _listeners;
    private readonly RuleVisitor[] _visitors;
    private readonly SyntaxNode?[] _skipped;

    public RuleWalker(ValidationContext context, IReadOnlyList<IValidationRule> rules)
        : base(context.TypeInfo)
    {
        _context = context;
        _listeners = Known.GetValue(rules, static list => new Listeners(list));
        _visitors = new RuleVisitor[rules.Count];
        _skipped = new SyntaxNode?[rules.Count];
        for (var i = 0; i < _visitors.Length; i++)
        {
            _visitors[i] = rules[i].Start(context);
            _visitors[i].RuleName = rules[i].Name;
        }
    }

    protected override bool Enter(SyntaxNode node)
    {
        foreach (var index in _listeners.Enter[(int)node.Kind])
        {
            if (_skipped[index] is null && !_visitors[index].Enter(node))
            {
                _skipped[index] = node;
            }
        }

        _context.Ancestors.Add(node);
        return true;
    }

    protected override void Leave(SyntaxNode node)
    {
        _context.Ancestors.RemoveAt(_context.Ancestors.Count - 1);
        foreach (var index in _listeners.Leave[(int)node.Kind])
        {
            if (_skipped[index] is null)
            {
                _visitors[index].Leave(node);
            }
        }

        foreach (var index in _listeners.Enter[(int)node.Kind])
        {
            if (ReferenceEquals(_skipped[index], node))
            {
                _skipped[index] = null;
            }
        }
    }

    /// <summary>For each kind of node, the rules that look at it.</summary>
    private sealed class Listeners
    {
        public Listeners(IReadOnlyList<IValidationRule> rules)
        {
            var kinds = Enum.GetValues<SyntaxKind>();
            Enter = new int[kinds.Length][];
            Leave = new int[kinds.Length][];
            foreach (var kind in kinds)
            {
                Enter[(int)kind] = [.. Enumerable.Range(0, rules.Count).Where(i => rules[i].Enters.Contains(kind))];
                Leave[(int)kind] = [.. Enumerable.Range(0, rules.Count).Where(i => rules[i].Leaves.Contains(kind))];
            }
        }

        public int[][] Enter { get; }

        public int[][] Leave { get; }
    }
}
