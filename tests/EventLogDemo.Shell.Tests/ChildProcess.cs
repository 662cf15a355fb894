using System.Diagnostics;
using Xunit;

namespace EventLogDemo.Shell.Tests;

/// <summary>What a process left behind.</summary>
internal sealed record ProcessOutcome(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Processes that tests start; none outlives its test.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs the shell to its end. Its standard input stays open and silent, so whatever reads it hangs.</summary>
    public static Task<ProcessOutcome> RunShellAsync(params string[] arguments) => RunAsync(Shell(arguments));

    /// <summary>Runs a script text to its end and gives its lines; anything on standard error, or a failure, fails the test.</summary>
    public static async Task<IReadOnlyList<string>> GetLinesAsync(string script)
    {
        ProcessOutcome outcome = await RunShellAsync("-Command", script);
        Assert.Equal(string.Empty, outcome.Error);
        Assert.Equal(0, outcome.ExitCode);
        return outcome.Lines;
    }

    /// <summary>How the shell is started.</summary>
    public static ProcessStartInfo Shell(params string[] arguments) =>
        DotNet([Path.Combine(AppContext.BaseDirectory, "EventLogDemo.Shell.dll"), .. arguments]);

    /// <summary>How the .NET host is started.</summary>
    public static ProcessStartInfo DotNet(params string[] arguments) =>
        new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

    /// <summary>Runs a process to its end.</summary>
    /// <param name="start">How it is started.</param>
    /// <param name="whenItSays">Done with the process at its first line of output.</param>
    public static async Task<ProcessOutcome> RunAsync(ProcessStartInfo start, Func<Process, Task>? whenItSays = null)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> error = process.StandardError.ReadToEndAsync(patience.Token);
            string first = string.Empty;
            if (whenItSays is not null)
            {
                first = await process.StandardOutput.ReadLineAsync(patience.Token) + '\n';
                await whenItSays(process);
            }

            string rest = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
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
