using System.Runtime.CompilerServices;
using HealthGraph.Jobs.Athena;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HealthGraph.Jobs.Mips.Forms;

/// <summary>Forms from Amazon Athena: one query for each state, or one for so and so many care plans.</summary>
internal sealed class AthenaFormSource(
    NpgsqlDataSource dataSource, AthenaQueries queries, AthenaResults results, IOptions<MipsFormOptions> options, IOptions<MipsExportOptions> exports) : IMipsFormSource
{
    private readonly AthenaFormStatements _statements = new(options.Value, exports.Value.FormDaysBeforeFirstVisit);

    public async Task<IMipsForms> FindAsync(Guid runId, int year, string state, CancellationToken cancellationToken)
    {
        var ended = await queries.RunAsync(runId, state, token => MakeAsync(year, state, token), cancellationToken);
        return new MipsFormFiles($"Athena's result for {state}", token => ReadAsync(ended, token));
    }

    public Task StopAsync(Guid runId, CancellationToken cancellationToken) => queries.StopAsync(runId, cancellationToken);

    private async Task<IReadOnlyList<AthenaStatement>> MakeAsync(int year, string state, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await _statements.MakeAsync(connection, year, state, cancellationToken);
    }

    private async IAsyncEnumerable<Stream> ReadAsync(IReadOnlyList<QueryExecution> ended, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var execution in ended)
        {
            yield return await results.OpenAsync(execution, cancellationToken);
        }
    }
}
