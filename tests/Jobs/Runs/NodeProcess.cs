using System.Diagnostics;
using System.Globalization;

namespace HealthGraph.Jobs.Tests.Runs;

/// <summary>A node in a process of its own, to be killed, frozen and stopped.</summary>
internal sealed class NodeProcess : IDisposable
{
    private readonly Process _process;

    private NodeProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <param name="mounts">Commands that change what this node alone sees of the file system.</param>
    /// <param name="settings">Further variables of its environment.</param>
    public static NodeProcess Start(
        string connectionString, string folder, string name, TimeSpan lease, string? mounts = null, params (string Name, string Value)[] settings)
    {
        // artifacts/bin/HealthGraph.Jobs.Tests/debug beside artifacts/bin/HealthGraph.Jobs.Node/debug.
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(here.Parent!.Parent!.FullName, "HealthGraph.Jobs.Node", here.Name, "HealthGraph.Jobs.Node.dll");
        var host = Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet";
        var start = mounts is null
            ? new ProcessStartInfo(host, [program, folder])
            : new ProcessStartInfo("unshare", ["-m", "sh", "-c", mounts + " && exec \"$0\" \"$@\"", host, program, folder]);
        start.Environment["HEALTHGRAPH__DATABASE__CONNECTIONSTRING"] = connectionString;
        start.Environment["HEALTHGRAPH__JOBS__INSTANCEID"] = name;
        start.Environment["HEALTHGRAPH__JOBS__LEASE"] = lease.ToString("c", CultureInfo.InvariantCulture);
        start.Environment["HEALTHGRAPH__JOBS__HEARTBEAT"] = "00:00:00.3";
        start.Environment["HEALTHGRAPH__JOBS__SWEEPINTERVAL"] = "00:00:00.5";
        start.Environment["HEALTHGRAPH__VISITPLANEXPORT__NIGHTLY"] = "false";
        start.Environment["HEALTHGRAPH__PATIENTTEAMS__NIGHTLY"] = "false";
        start.Environment["HEALTHGRAPH__MIPS__NIGHTLY"] = "false";
        foreach (var (variable, value) in settings)
        {
            start.Environment[variable] = value;
        }

        return new NodeProcess(Process.Start(start)!);
    }

    public void Kill() => _process.Kill();

    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    /// <summary>Asks the process to end and gives its exit code.</summary>
    public async Task<int> TerminateAsync(CancellationToken cancellationToken)
    {
        Signal("TERM");
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
