namespace HealthGraph.Jobs.Athena;

/// <summary>A query of a run, as <c>jobs.athena_query</c> keeps it.</summary>
internal sealed record AthenaQuery
{
    public required Guid RunId { get; init; }

    /// <summary>What of the run it is for: a state.</summary>
    public required string Name { get; init; }

    public required int Number { get; init; }

    public required AthenaStatement Statement { get; init; }

    /// <summary>From 1; one more for each time that Athena was to be asked anew.</summary>
    public required int Generation { get; init; }

    /// <summary>Null until Athena's answer is written down.</summary>
    public string? QueryExecutionId { get; init; }

    public string Token => Statement.Token(RunId, Name, Number, Generation);
}
