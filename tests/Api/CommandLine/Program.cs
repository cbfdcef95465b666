using System.Diagnostics;

namespace HealthGraph.Api.Tests.CommandLine;

/// <summary>The program as a user runs it: a process of its own.</summary>
internal sealed class Program : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly Task _reading;
    private readonly Task<string> _error;

    private Program(Process process)
    {
        _process = process;
        _reading = ReadAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public int ExitCode => _process.ExitCode;

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    public string Error => _error.Result;

    public static Program Start(IReadOnlyDictionary<string, string>? environment, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "HealthGraph.Api.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new Program(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<Program> RunAsync(IReadOnlyDictionary<string, string>? environment, params IEnumerable<string> arguments)
    {
        var program = Start(environment, arguments);
        await program.WaitAsync();
        return program;
    }

    public async Task WaitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2));
        await _reading;
        await _error;
    }

    /// <summary>Waits for a line of the output; the end of the program is a failure.</summary>
    public async Task WaitForAsync(string text)
    {
        var deadline = Stopwatch.StartNew();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(_reading.IsCompleted, $"It ended without saying '{text}': {Output} {(_error.IsCompleted ? _error.Result : "")}");
            Assert.True(deadline.Elapsed < TimeSpan.FromMinutes(2), $"It did not say '{text}' in time: {Output}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_output)
            {
                _output.Add(line);
            }
        }
    }
}
