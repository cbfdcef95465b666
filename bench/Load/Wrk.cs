using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace HealthGraph.Bench.Load;

/// <summary>Load from wrk, a process of its own: 16 connections, one thread.</summary>
internal static partial class Wrk
{
    public static async Task<double> RequestsPerSecondAsync(string url, string? body, string? key, int seconds)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, $"""
                wrk.method = "POST"
                wrk.headers["Content-Type"] = "application/json"
                {(key is null ? "" : $"wrk.headers[\"Authorization\"] = \"Bearer {key}\"")}
                wrk.body = [==[{body ?? ""}]==]
                done = function(summary) print("failed: " .. summary.errors.status + summary.errors.read + summary.errors.timeout) end
                """);
            var start = new ProcessStartInfo("wrk", ["-t1", "-c16", $"-d{seconds.ToString(CultureInfo.InvariantCulture)}s", "-s", script, url])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            using var process = Process.Start(start) ?? throw new InvalidOperationException("wrk did not start.");
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (!output.Contains("failed: 0", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"Requests failed:\n{output}");
            }

            return double.Parse(Requests().Match(output).Groups["rate"].Value, CultureInfo.InvariantCulture);
        }
        finally
        {
            File.Delete(script);
        }
    }

    [GeneratedRegex(@"Requests/sec:\s+(?<rate>[0-9.]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Requests();
}
