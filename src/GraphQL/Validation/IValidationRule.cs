using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation;

/// <summary>One rule of https://spec.graphql.org/September2025/#sec-Validation, or one of the server's own.</summary>
public interface IValidationRule
{
    /// <summary>graphql-js's name for it, such as <c>ScalarLeafsRule</c>.</summary>
    string Name { get; }

    /// <summary>The kinds of node that <see cref="RuleVisitor.Enter"/> wants to see.</summary>
    SyntaxKindSet Enters { get; }

    /// <summary>The kinds of node that <see cref="RuleVisitor.Leave"/> wants to see.</summary>
    SyntaxKindSet Leaves { get; }

    /// <summary>Starts on a document. Rules have no state; what they learn of one document lives in the visitor.</summary>
    RuleVisitor Start(ValidationContext context);
}

/// <summary>A rule made of a visitor and the nodes it looks at.</summary>
public sealed class ValidationRule(
    string name,
    Func<ValidationContext, RuleVisitor> start,
    SyntaxKindSet enters,
    SyntaxKindSet leaves = default) : IValidationRule
{
    /// <inheritdoc />
    public string Name { get; } = name;

    /// <inheritdoc />
    public SyntaxKindSet Enters { get; } = enters;

    /// <inheritdoc />
    public SyntaxKindSet Leaves { get; } = leaves;

    /// <inheritdoc />
    public RuleVisitor Start(ValidationContext context) => start(context);
}

/// <summary>A rule at work on one document. All rules share one walk and see nodes in the order of the text.</summary>
public abstract class RuleVisitor(ValidationContext context)
{
    internal string RuleName { get; set; } = "";

    /// <summary>The document, its schema, and what the rules share.</summary>
    protected ValidationContext Context { get; } = context;

    /// <summary>Looks at a node before what is inside it; false skips the inside, and the leaving, for this rule alone.</summary>
    public virtual bool Enter(SyntaxNode node) => true;

    /// <summary>Looks at a node after what is inside it.</summary>
    public virtual void Leave(SyntaxNode node)
    {
    }

    /// <summary>Adds an error at the places of the nodes.</summary>
    protected void Report(string message, params ReadOnlySpan<SyntaxNode> nodes) => Context.Report(RuleName, message, nodes);
}

/// <summary>A set of node kinds.</summary>
public readonly record struct SyntaxKindSet(ulong Bits)
{
    /// <summary>The set of these kinds.</summary>
    public static SyntaxKindSet Of(params ReadOnlySpan<SyntaxKind> kinds)
    {
        var bits = 0UL;
        foreach (var kind in kinds)
        {
            bits |= 1UL << (int)kind;
        }

        return new SyntaxKindSet(bits);
    }

    /// <summary>Whether the kind is one of them.</summary>
    public bool Contains(SyntaxKind kind) => (Bits & (1UL << (int)kind)) != 0;
}
