namespace HealthGraph.Jobs.Mips.Forms;

/// <summary>Where the patients' forms come from.</summary>
internal interface IMipsFormSource
{
    /// <summary>
    /// Waits until the forms of a year and state can be read. The caller holds no transaction meanwhile. Asked again by a later attempt of
    /// the same run, it asks for the same.
    /// </summary>
    /// <exception cref="Runs.RunFailedException">The source does not give them.</exception>
    Task<IMipsForms> FindAsync(Guid runId, int year, string state, CancellationToken cancellationToken);

    /// <summary>Ends what is under way for a run that failed for good or was cancelled.</summary>
    Task StopAsync(Guid runId, CancellationToken cancellationToken);
}
