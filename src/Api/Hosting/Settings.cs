namespace HealthGraph.Api.Hosting;

/// <summary>Where settings come from: appsettings.json beside the program, then the environment, then flags.</summary>
internal static class Settings
{
    public static IConfigurationRoot Load(params IEnumerable<KeyValuePair<string, string?>> flags) => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true, reloadOnChange: false)
        .AddEnvironmentVariables()
        .AddInMemoryCollection(flags)
        .Build();
}
