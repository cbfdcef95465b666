using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.ComponentModel;
using System.Net.Sockets;
using HealthGraph.Domain.Errors;
using Npgsql;

namespace HealthGraph.Api.CommandLine;

/// <summary>The command line: one executable, one verb for each thing it does.</summary>
internal static class HealthGraphCommand
{
    // A verb that is told to stop puts away what it started, the embedded database among it.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Create().Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            var complaint = string.Join(' ', parsed.Errors[0].Message.Split(['\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
            await error.WriteLineAsync($"{complaint} See: {Path(parsed)} --help");
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = StopTimeout,
            });
        }
        catch (Exception e) when (Describe(e) is { } reason)
        {
            await error.WriteLineAsync(reason);
            return ExitCodes.Failure;
        }
    }

    private static Command Create() => new("healthgraph", "One GraphQL endpoint over a clinical-operations warehouse in PostgreSQL.")
    {
        new HelpOption(),
        new VersionOption(),
        SharedOptions.Data,
        ServeCommand.Create(),
        DemoCommand.Create(),
        MigrateCommand.Create(),
        SeedCommand.Create(),
        ExportCommand.Create(),
        PatientTeamsCommand.Create(),
        SchemaCommand.Create(),
        KeysCommand.Create(),
        DatabaseCommand.Create(),
    };

    // One line, whatever happened: a stack trace helps nobody at a prompt. Null lets a bug through as it is.
    private static string? Describe(Exception exception) => exception switch
    {
        HealthGraphException known => known.Message,
        OperationCanceledException => "Stopped.",
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn } =>
            "The database is not at this release: run 'healthgraph migrate'.",
        PostgresException refused => $"PostgreSQL refused: {refused.MessageText} ({refused.SqlState})",
        NpgsqlException or SocketException => $"The database does not answer: {exception.Message}",
        IOException or UnauthorizedAccessException or Win32Exception => exception.Message,
        _ => null,
    };

    private static string Path(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as CommandResult)
        {
            names.Insert(0, result.Command.Name);
        }

        return string.Join(' ', names);
    }
}
