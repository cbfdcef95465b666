using HealthGraph.Domain.Mips;
using Npgsql;

namespace HealthGraph.Jobs.Mips;

/// <summary>Where the patients' forms come from.</summary>
internal interface IMipsFormSource
{
    /// <summary>
    /// Makes the forms of a year and state readable on this connection, before the transaction that builds begins, and gives the table
    /// (with the columns of <c>mips.patient_form</c>) that holds them. Asked again by a later attempt of the same run, it asks for the same.
    /// </summary>
    /// <exception cref="Runs.RunFailedException">The source does not give them.</exception>
    Task<string> StageAsync(NpgsqlConnection connection, Guid runId, int year, string state, CancellationToken cancellationToken);
}

/// <summary>The embedded default: <c>mips.patient_form</c>, which others fill.</summary>
internal sealed class PatientFormTableSource : IMipsFormSource
{
    public Task<string> StageAsync(NpgsqlConnection connection, Guid runId, int year, string state, CancellationToken cancellationToken) =>
        Task.FromResult(MipsBuildRequest.PatientForms);
}
