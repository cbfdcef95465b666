using System.Runtime.InteropServices;

namespace HealthGraph.Api.Hosting;

/// <summary>Asks another process of ours to end in order; .NET itself can only kill.</summary>
internal static partial class ProcessSignal
{
    private const int SigTerm = 15;

    public static void Terminate(int processId)
    {
        if (kill(processId, SigTerm) != 0)
        {
            throw new IOException($"Process {processId} could not be told to stop: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int processId, int signal);
}
