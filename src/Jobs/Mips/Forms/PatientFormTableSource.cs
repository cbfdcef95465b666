using HealthGraph.Domain.Mips;
using Npgsql;

namespace HealthGraph.Jobs.Mips.Forms;

/// <summary>The embedded default: <c>mips.patient_form</c>, which others fill.</summary>
internal sealed class PatientFormTableSource : IMipsFormSource, IMipsForms
{
    public Task<IMipsForms> FindAsync(Guid runId, int year, string state, CancellationToken cancellationToken) => Task.FromResult<IMipsForms>(this);

    public Task StopAsync(Guid runId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string> LoadAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => Task.FromResult(MipsBuildRequest.PatientForms);
}
