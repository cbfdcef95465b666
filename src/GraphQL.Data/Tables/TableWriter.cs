using HealthGraph.GraphQL.Data.Reading;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data.Tables;

/// <summary>Writes the rows of a table into a buffer, one after the other.</summary>
internal abstract class TableWriter : IDisposable
{
    /// <summary>What was written and not yet sent.</summary>
    public abstract ReadOnlyMemory<byte> Written { get; }

    /// <summary>Forgets what was sent.</summary>
    public abstract void Clear();

    /// <summary>Writes what comes before the first row.</summary>
    public abstract void WriteHeader();

    /// <summary>Writes the current row.</summary>
    public abstract void WriteRow();

    public abstract void Dispose();

    public static TableWriter Create(TableFormat format, TablePlan plan, PageRows rows, ResponsePath path, StatementObservation? observation) => format switch
    {
        CsvFormat csv => new CsvTableWriter(csv, plan, rows, path, observation),
        _ => new NdjsonTableWriter(plan, rows, path, observation),
    };
}
