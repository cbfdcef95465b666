using HealthGraph.Domain.Database;
using HealthGraph.Jobs.Node;
using HealthGraph.Jobs.Runs;
using HealthGraph.Jobs.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// One node for tests that kill, freeze and stop processes: HealthGraph.Jobs.Node FOLDER, settings from the environment.
var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddHealthGraphDatabase(builder.Configuration);
builder.Services.AddHealthGraphJobs(builder.Configuration, JobsRole.Execute, args[0]);
builder.Services.AddSingleton<IRunHandler>(new StepHandler(Path.Combine(args[0], "published")));
await builder.Build().RunAsync();
