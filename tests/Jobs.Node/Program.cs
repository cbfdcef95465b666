using HealthGraph.Domain.Database;
using HealthGraph.Jobs.DataLake;
using HealthGraph.Jobs.Delivery;
using HealthGraph.Jobs.Node;
using HealthGraph.Jobs.Runs;
using HealthGraph.Jobs.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// One node for tests that kill, freeze and stop processes: HealthGraph.Jobs.Node FOLDER, settings from the environment.
var point = new HaltingPoint(args[0]);
var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddHealthGraphDatabase(builder.Configuration);
builder.Services.AddHealthGraphJobs(builder.Configuration, JobsRole.Execute, args[0]);
builder.Services.AddSingleton<IRunHandler>(new StepHandler(Path.Combine(args[0], "published"), point));
Decorate<IDataLake>(builder.Services, lake => new HaltingLake(lake, point));
Decorate<IFileDelivery>(builder.Services, delivery => new HaltingDelivery(delivery, point));

// What changes rows by itself would change the bytes that a test compares.
foreach (var service in builder.Services.Where(service => service.ImplementationType?.Name == "CarePlanProjectionService").ToList())
{
    builder.Services.Remove(service);
}

await builder.Build().RunAsync();

static void Decorate<T>(IServiceCollection services, Func<T, T> wrap)
    where T : class
{
    var inner = services.Single(service => service.ServiceType == typeof(T));
    services.Remove(inner);
    services.AddSingleton(provider => wrap((T)inner.ImplementationFactory!(provider))); // Both are registered by a factory.
}
