namespace HealthGraph.GraphQL.Data.Reading;

/// <summary>Counts what one statement gives out, while it is written. It belongs to one statement, which one thread at a time reads.</summary>
public abstract class StatementObservation(GivenRows given)
{
    private readonly long[] _counts = new long[2 * given.Relations.Count];

    /// <summary>Of what there can be rows.</summary>
    public GivenRows Given { get; } = given;

    /// <summary>The rows that were written so far, each as often as it was.</summary>
    public long Rows(GivenRelation relation) => _counts[relation.RowCounter];

    /// <summary>The groups that were written so far.</summary>
    public long Groups(GivenRelation relation) => _counts[relation.GroupCounter];

    internal void Count(int counter)
    {
        if (counter >= 0)
        {
            _counts[counter]++;
        }
    }

    /// <summary>Called once, when nothing more is read: after the last row, or because the reading failed or was given up.</summary>
    /// <param name="isWhole">Whether all was written that the statement was sent for.</param>
    protected internal abstract void End(bool isWhole);
}
