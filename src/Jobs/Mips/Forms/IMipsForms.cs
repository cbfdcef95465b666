using Npgsql;

namespace HealthGraph.Jobs.Mips.Forms;

/// <summary>The forms of a year and state, ready to be read.</summary>
internal interface IMipsForms
{
    /// <summary>Gives the table with the columns of <c>mips.patient_form</c> that holds them, for the transaction that is open on the connection.</summary>
    /// <exception cref="Runs.RunFailedException">They cannot be read.</exception>
    Task<string> LoadAsync(NpgsqlConnection connection, CancellationToken cancellationToken);
}
