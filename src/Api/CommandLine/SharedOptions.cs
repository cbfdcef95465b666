using System.CommandLine;

namespace HealthGraph.Api.CommandLine;

/// <summary>Options that several verbs have.</summary>
internal static class SharedOptions
{
    public static Option<string> Data { get; } = new("--data")
    {
        Description = "The data folder: embedded database, keys and data lake.",
        HelpName = "DIR",
        DefaultValueFactory = static _ => ".healthgraph",
        Recursive = true,
    };

    public static Option<int?> Port() => new("--port")
    {
        Description = "The loopback port to listen on (default 5080, or the setting HealthGraph:Listen).",
        HelpName = "N",
        Validators =
        {
            static result =>
            {
                if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var port) || port is < 1 or > 65535))
                {
                    result.AddError($"--port is '{token.Value}', but must be a number from 1 to 65535.");
                }
            },
        },
    };

    public static Option<bool> Json() => new("--json") { Description = "Print the result as JSON." };
}
