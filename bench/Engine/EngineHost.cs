using HealthGraph.Api.Access;
using HealthGraph.Api.Composition;
using HealthGraph.Api.Hosting;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Execution;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Bench.Engine;

/// <summary>Our schema and what its fields ask for, without a server and without a database behind it.</summary>
internal sealed class EngineHost : IDisposable
{
    private readonly ServiceProvider _services;

    public EngineHost(bool remembersDocuments = true)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("HealthGraph:Database:ConnectionString", "Host=127.0.0.1")])
            .Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging();
        HealthGraphApp.AddServices(services, new AppOptions { Configuration = configuration, DataDirectory = "." });
        _services = services.BuildServiceProvider();
        Schema = _services.GetRequiredService<SchemaFactory>().Create();
        var options = new OperationExecutorOptions { Guards = [new AccessGuard(introspectionIsOpen: true).Check] };
        Executor = new OperationExecutor(Schema, remembersDocuments ? options : options with { DocumentCacheBytes = 0 });
    }

    public GraphQL.TypeSystem.Schema Schema { get; }

    public OperationExecutor Executor { get; }

    public IServiceProvider Services => _services;

    public Principal Caller { get; } = new(Guid.Empty, "bench", Role.Analyst, []);

    public void Dispose() => _services.Dispose();
}
