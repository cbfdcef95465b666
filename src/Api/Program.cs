using HealthGraph.Api.CommandLine;

return await HealthGraphCommand.RunAsync(args, Console.Out, Console.Error);
