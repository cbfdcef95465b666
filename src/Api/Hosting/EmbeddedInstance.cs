using HealthGraph.Domain.Database.Embedded;

namespace HealthGraph.Api.Hosting;

/// <summary>A data folder held by this process, with its PostgreSQL running.</summary>
internal sealed class EmbeddedInstance : IAsyncDisposable
{
    private readonly InstanceLock _folder;
    private readonly EmbeddedPostgres _postgres;

    private EmbeddedInstance(InstanceLock folder, EmbeddedPostgres postgres)
    {
        _folder = folder;
        _postgres = postgres;
    }

    public string ConnectionString => _postgres.ConnectionString;

    /// <summary>Starts the folder's database; lets the folder go again when that fails.</summary>
    public static async Task<EmbeddedInstance> StartAsync(InstanceLock folder, CancellationToken cancellationToken)
    {
        try
        {
            return new EmbeddedInstance(folder, await EmbeddedPostgres.StartAsync(folder, new EmbeddedPostgresOptions(), cancellationToken));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        _folder.Dispose();
    }
}
