using System.Diagnostics;
using System.Globalization;
using HealthGraph.Api.Tests;
using HealthGraph.Fuzz.Tests.Mutation;

namespace HealthGraph.Fuzz.Tests;

/// <summary>Runs cases on a thread with a stack of a chosen size, until their number or the time is reached.</summary>
/// <remarks>
/// The case that is under way lies in <c>artifacts/fuzz</c>, and each finding does: what ends the process can be looked at too.
/// </remarks>
internal sealed class Campaign(IFuzzTarget target, int seed)
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    // A machine that does something else may be slow once; a case that is slow is slow every time.
    private const int SlowTimes = 4;

    // Enough to see what is wrong; a broken rule would fill the disk.
    private const int MaxFindings = 50;

    public long Cases { get; private set; }

    public List<string> Findings { get; } = [];

    private static string Folder { get; } = Directory.CreateDirectory(Path.Combine(RepositoryRoot.Path, "artifacts", "fuzz")).FullName;

    public Campaign Run(long cases, TimeSpan time, int stackKilobytes)
    {
        var thread = new Thread(() => Loop(cases, time), stackKilobytes * 1024) { IsBackground = true };
        thread.Start();
        thread.Join();
        return this;
    }

    /// <summary>One case that is kept; says what is wrong with it, or null.</summary>
    public static string? Check(IFuzzTarget target, byte[] data)
    {
        for (var time = 1; ; time++)
        {
            var (finding, elapsed) = RunOnce(target, data);
            if (finding is not null || elapsed <= Slow)
            {
                return finding;
            }

            if (time == SlowTimes)
            {
                return string.Create(CultureInfo.InvariantCulture, $"It took {elapsed.TotalSeconds:0.0} s, and as long before.");
            }
        }
    }

    private static (string? Finding, TimeSpan Elapsed) RunOnce(IFuzzTarget target, byte[] data)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            target.Run(data);
        }
#pragma warning disable CA1031 // Whatever comes out is a finding.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var text = exception is FuzzFindingException finding ? $"{finding.Message}\n{finding.InnerException}" : exception.ToString();
            return (text, Stopwatch.GetElapsedTime(started));
        }

        return (null, Stopwatch.GetElapsedTime(started));
    }

    private void Loop(long cases, TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        using var current = new FileStream(Path.Combine(Folder, $"{target.Name}.current"), FileMode.Create, FileAccess.ReadWrite, FileShare.Read, 1);
        while (Cases < cases && Stopwatch.GetElapsedTime(started) < time && Findings.Count < MaxFindings)
        {
            var data = target.Make(new Dice(seed, Cases));
            Remember(current, data);
            if (Check(target, data) is { } finding)
            {
                var file = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{target.Name}-{seed}-{Cases}"));
                File.WriteAllBytes(file, data);
                File.WriteAllText(file + ".txt", finding);
                Findings.Add($"case {Cases} of seed {seed} ({file}): {finding}");
            }

            Cases++;
        }
    }

    private static void Remember(FileStream current, byte[] data)
    {
        current.Position = 0;
        current.Write(data);
        current.SetLength(data.Length);
    }
}
