using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace HealthGraph.Conformance.Tests;

/// <summary>Runs scripts of the <c>oracle</c> folder, which ask graphql-js. Tests are skipped where node or npm is missing.</summary>
internal static partial class NodeOracle
{
    private static readonly SemaphoreSlim Installation = new(1, 1);

    private static string Folder { get; } = Path.Combine(Repository.Root, "tests", "Conformance", "oracle");

    /// <summary>Output of the script and whether it succeeded.</summary>
    public static async Task<(bool Succeeded, string Output)> RunAsync(string script, params string[] arguments)
    {
        await InstallAsync();
        return await StartAsync("node", [script, .. arguments])
            ?? throw new InvalidOperationException("node was there a moment ago.");
    }

    /// <summary>Runs a script that prints "N of M …" as a gate: all of them hold, and they are not fewer than <paramref name="atLeast"/>.</summary>
    public static async Task HoldAsync(int atLeast, string script, params string[] arguments)
    {
        var (succeeded, output) = await RunAsync(script, arguments);

        var count = Count().Match(output);
        Assert.True(count.Success, output);
        var (held, total) = (int.Parse(count.Groups["held"].ValueSpan, CultureInfo.InvariantCulture),
            int.Parse(count.Groups["total"].ValueSpan, CultureInfo.InvariantCulture));
        GateAttribute.Record(held, total);
        Assert.True(succeeded && held == total && total >= atLeast, output);
    }

    [GeneratedRegex(@"^(?<held>\d+) of (?<total>\d+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Count();

    private static async Task InstallAsync()
    {
        await Installation.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            // npm writes its own copy of the lock last: what broke off half-way, or is of an older lock, is installed anew.
            var wanted = new FileInfo(Path.Combine(Folder, "package-lock.json"));
            var present = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
            if (present.Exists && present.LastWriteTimeUtc >= wanted.LastWriteTimeUtc)
            {
                return;
            }

            var installed = await StartAsync("npm", ["ci"]);
            Assert.SkipWhen(installed is null, "node and npm are not installed.");
            Assert.SkipUnless(installed.Value.Succeeded, $"npm could not install its packages: {installed.Value.Output}");
        }
        finally
        {
            Installation.Release();
        }
    }

    private static async Task<(bool Succeeded, string Output)?> StartAsync(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode == 0, await output + await errors);
        }
    }
}
