using System.Diagnostics;
using Xunit;

namespace EventLogDemo.Shell.Tests;

/// <summary>Result of a process.</summary>
internal sealed record ProcessOutcome(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Processes that tests start; none outlives its test.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>Runs the shell until it exits. Its standard input stays open and silent, so a read from it hangs.</summary>
    public static Task<ProcessOutcome> RunShellAsync(params string[] arguments) => RunAsync(Shell(arguments));

    /// <summary>Runs a script text and returns its output lines; anything on standard error, or a failure, fails the test.</summary>
    public static async Task<IReadOnlyList<string>> GetLinesAsync(string script)
    {
        ProcessOutcome outcome = await RunShellAsync("-Command", script);
        Assert.Equal(string.Empty, outcome.Error);
        Assert.Equal(0, outcome.ExitCode);
        return outcome.Lines;
    }

    /// <summary>Start information of the shell.</summary>
    public static ProcessStartInfo Shell(params string[] arguments) =>
        DotNet([Path.Combine(AppContext.BaseDirectory, "EventLogDemo.Shell.dll"), .. arguments]);

    /// <summary>Start information of the .NET host.</summary>
    public static ProcessStartInfo DotNet(params string[] arguments) =>
        new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

    /// <summary>Runs a process until it exits.</summary>
    /// <param name="start">Its start information.</param>
    /// <param name="atFirstLine">Called with the process at its first line of output.</param>
    public static async Task<ProcessOutcome> RunAsync(ProcessStartInfo start, Func<Process, Task>? atFirstLine = null)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Timeout);
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> error = process.StandardError.ReadToEndAsync(timeout.Token);
            string first = string.Empty;
            if (atFirstLine is not null)
            {
                first = await process.StandardOutput.ReadLineAsync(timeout.Token) + '\n';
                await atFirstLine(process);
            }

            string rest = await process.StandardOutput.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return new ProcessOutcome(process.ExitCode, first + rest, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
