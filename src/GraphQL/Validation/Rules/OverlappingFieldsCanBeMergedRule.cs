using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.Validation.Merging;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>Selections that end in the same place of the response mean the same.</summary>
/// <remarks>
/// https://spec.graphql.org/September2025/#sec-Field-Selection-Merging. Nearly all documents have no conflict, and
/// <see cref="MergeCheck"/> tells so in near-linear time. Only when it suspects one does <see cref="ConflictFinder"/> compare
/// fields pair by pair, to word what graphql-js would.
/// </remarks>
internal sealed class OverlappingFieldsCanBeMergedRule(ValidationContext context) : RuleVisitor(context)
{
    private readonly MergeBudget _budget = new(context.Options.MaxMergeComparisons);
    private ConflictFinder? _finder;
    private bool _isDecided;

    public override bool Enter(SyntaxNode node)
    {
        var set = (SelectionSetNode)node;

        // The selections of an inline fragment are part of the set around it.
        if (Context.Parent is InlineFragmentNode || set.Selections is [] or [not InlineFragmentNode])
        {
            return true;
        }

        try
        {
            if (!_isDecided)
            {
                _isDecided = true;
                _finder = new MergeCheck(Context, _budget).HasSuspect() ? new ConflictFinder(Context, _budget) : null;
            }

            // One more than may be reported is enough to say that there are too many.
            var enough = Context.Options.MaxErrors + 1;
            Report(_finder?.FindWithin(Context.TypeInfo.ParentType, set, enough) ?? []);
        }
        catch (MergeBudgetExceededException)
        {
            // Once is enough: every further set would run into the same wall.
            _finder = null;
            Context.Report(
                RuleName,
                $"The fields of this document cannot be checked for conflicts within {Context.Options.MaxMergeComparisons} comparisons.",
                [set],
                ErrorCodes.MergeTooComplex);
        }

        return true;
    }

    private void Report(List<FieldConflict> conflicts)
    {
        foreach (var conflict in conflicts)
        {
            Report(
                $"Fields \"{ConflictFinder.Abbreviate(conflict.ResponseName)}\" conflict because {conflict.Reason}. " +
                "Use different aliases on the fields to fetch both if this was intentional.",
                [.. conflict.Fields1, .. conflict.Fields2]);
        }
    }
}
