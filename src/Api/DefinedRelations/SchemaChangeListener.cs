using HealthGraph.Domain.Database;
using HealthGraph.Domain.Relations;
using Npgsql;

namespace HealthGraph.Api.DefinedRelations;

/// <summary>Hears of changed definitions, on whatever node they were changed.</summary>
internal sealed class SchemaChangeListener(SchemaRefresher refresher) : NotificationHandler
{
    private bool _hasChanged;

    public override string ChannelName => RelationDefinitionTable.Channel;

    public override void Heard(string payload) => _hasChanged = true;

    public override Task CatchUpAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        refresher.RefreshAsync(connection, cancellationToken);

    // Several changes that were heard of together are one refresh.
    public override async Task HeardAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (_hasChanged)
        {
            _hasChanged = false;
            await refresher.RefreshAsync(connection, cancellationToken);
        }
    }
}
