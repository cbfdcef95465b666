using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HealthGraph.Jobs.Delivery.Sftp;

/// <summary>One run of the OpenSSH client with a list of commands.</summary>
internal static partial class SftpSession
{
    private const int Kill = 9;

    /// <returns>What the commands printed.</returns>
    /// <exception cref="DeliveryException">One of them failed, or it took longer than it may.</exception>
    public static async Task<string> RunAsync(
        SftpOptions options, string receiver, string localFolder, IEnumerable<string> commands, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var settings = Prepare(options);
        using var process = Start(options, settings, localFolder);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(deadline);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await SayAsync(process, commands, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? await output : throw SftpFailure.From(receiver, process.ExitCode, await error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw SftpFailure.TooSlow(receiver);
        }
        finally
        {
            End(process);
        }
    }

    // The names are in the commands, on a pipe, where the list of processes does not show them.
    private static async Task SayAsync(Process process, IEnumerable<string> commands, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(string.Concat(commands.Select(command => command + "\n")).AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already, and its exit code tells why.
        }
    }

    private static SftpSettingsFolder Prepare(SftpOptions options)
    {
        if (options.IdentityFile is { Length: > 0 } key && !File.Exists(key))
        {
            throw SftpFailure.Configuration($"{DeliveryOptions.Section}:Sftp:IdentityFile is not there.");
        }

        try
        {
            return new SftpSettingsFolder(options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SftpFailure.Configuration($"{DeliveryOptions.Section}:Sftp:KnownHosts is neither a file that can be read nor a host key, or the temporary folder cannot be written.");
        }
    }

    private static Process Start(SftpOptions options, SftpSettingsFolder settings, string localFolder)
    {
        // A process group of its own, so that its end is the end of ssh and of the helper too. -b would forbid every prompt, were BatchMode not set before it.
        var start = new ProcessStartInfo("setsid", ["sftp", "-o", "BatchMode=no", "-b", "-", "-F", settings.Configuration, SftpSettingsFolder.Target])
        {
            WorkingDirectory = localFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["LC_ALL"] = "C";
        start.Environment["SSH_ASKPASS"] = settings.AskPass;
        start.Environment["SSH_ASKPASS_REQUIRE"] = "force";
        start.Environment[SftpSettingsFolder.PasswordVariable] = options.Password ?? "";
        start.Environment[SftpSettingsFolder.PassphraseVariable] = options.Passphrase ?? "";
        try
        {
            return Process.Start(start) ?? throw SftpFailure.Configuration("The OpenSSH client (sftp) cannot be started.");
        }
        catch (Win32Exception)
        {
            throw SftpFailure.Configuration("The OpenSSH client (sftp) and setsid are needed, and one of them is not installed.");
        }
    }

    private static void End(Process process)
    {
        if (process.HasExited)
        {
            return;
        }

        // The second for the moment before it has a group of its own.
        _ = KillProcess(-process.Id, Kill);
        process.Kill(entireProcessTree: true);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillProcess(int id, int signal);
}
