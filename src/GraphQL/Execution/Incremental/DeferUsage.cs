using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.Validation.Rules;

namespace HealthGraph.GraphQL.Execution.Incremental;

/// <summary>One <c>@defer</c> as met while the fields of an object type are collected. Told apart by reference.</summary>
internal sealed class DeferUsage(DirectiveNode directive, DeferUsage? parent)
{
    public DirectiveNode Directive => directive;

    /// <summary>The deferred fragment around this one, if both are collected for the same object or one above.</summary>
    public DeferUsage? Parent => parent;

    public string? Label { get; } = DirectiveLabel.Of(directive);

    /// <summary>
    /// The fragments that a field waits for, given those that its selections stand in (null for one outside of any): none when a
    /// selection is not deferred, and not one whose outer fragment brings the field already.
    /// </summary>
    public static DeferUsage[] Outermost(IReadOnlyList<DeferUsage?> usages)
    {
        if (usages.Contains(null))
        {
            return [];
        }

        var distinct = usages.Distinct().ToArray();
        return [.. distinct.Where(usage => !usage!.IsInsideOneOf(distinct)).Select(usage => usage!)];
    }

    private bool IsInsideOneOf(DeferUsage?[] others)
    {
        for (var outer = Parent; outer is not null; outer = outer.Parent)
        {
            if (others.Contains(outer))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>The label of <c>@defer</c> and <c>@stream</c>: validation keeps variables out of it.</summary>
internal static class DirectiveLabel
{
    public static string? Of(DirectiveNode directive) =>
        (IncrementalDirectives.FindArgument(directive, "label") as StringValueNode)?.Value;
}
