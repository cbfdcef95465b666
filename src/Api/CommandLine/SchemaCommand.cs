using System.CommandLine;
using HealthGraph.Api.Composition;
using HealthGraph.Api.Hosting;

namespace HealthGraph.Api.CommandLine;

/// <summary><c>schema print</c>: what schema.graphql holds, made from the code; no database is needed.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var print = new Command("print", "Print the schema in GraphQL's schema definition language.");
        print.SetAction(async (parsed, _) =>
        {
            await parsed.InvocationConfiguration.Output.WriteAsync(Print());
            return ExitCodes.Success;
        });
        return new Command("schema", "The GraphQL schema.") { print };
    }

    public static string Print()
    {
        var services = new ServiceCollection();
        HealthGraphApp.AddServices(services, new AppOptions { Configuration = Settings.Load(), DataDirectory = "." });
        using var provider = services.BuildServiceProvider();
        return SchemaText.Print(provider.GetRequiredService<SchemaFactory>().Create());
    }
}
