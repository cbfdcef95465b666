namespace HealthGraph.GraphQL.Validation.Merging;

/// <summary>The work that checking one document for conflicting fields may take.</summary>
internal sealed class MergeBudget(int limit)
{
    private int _spent;

    public void Spend()
    {
        if (++_spent > limit)
        {
            throw new MergeBudgetExceededException();
        }
    }
}

/// <summary>The document takes more work than allowed.</summary>
internal sealed class MergeBudgetExceededException : Exception;
