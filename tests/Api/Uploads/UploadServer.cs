using HealthGraph.Api.Composition;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Api.Tests.Uploads;

/// <summary>A server whose schema has <see cref="UploadFields"/>, and small limits.</summary>
public sealed class UploadServer(PostgresServer postgres) : IAsyncLifetime
{
    internal ApiServer Api { get; } = new(postgres)
    {
        Settings =
        {
            ["HealthGraph:GraphQL:Uploads:MaxFiles"] = "3",
            ["HealthGraph:GraphQL:Uploads:MaxFileBytes"] = "2000000",
            ["HealthGraph:GraphQL:Uploads:MaxBytes"] = "5000000",
            ["HealthGraph:GraphQL:MaxBatchSize"] = "3",
        },
        FurtherServices = static services => services.AddSingleton<ISchemaFeature, UploadFields>(),
    };

    public ValueTask InitializeAsync() => Api.InitializeAsync();

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}
