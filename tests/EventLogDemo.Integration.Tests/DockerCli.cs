using System.Diagnostics;

namespace EventLogDemo.Integration.Tests;

/// <summary>Docker as anyone calls it.</summary>
internal static class DockerCli
{
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromMinutes(15);

    /// <summary>Runs a command, which must succeed.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        (int code, string output, string error) = await TryAsync(arguments);
        Assert.True(code == 0, $"docker {string.Join(' ', arguments)} ended with {code}: {error} {output}");
        return output.Trim();
    }

    /// <summary>Freezes a container. Docker fails when the threads of a busy one do not freeze in time.</summary>
    public static async Task PauseAsync(string container)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            (int code, string output, string error) = await TryAsync("pause", container);
            if (code == 0)
            {
                return;
            }

            Assert.True(
                error.Contains("unable to freeze", StringComparison.Ordinal) && TimeProvider.System.GetElapsedTime(begun) < CommandTimeout,
                $"docker pause ended with {code}: {error} {output}");
        }
    }

    /// <summary>Runs a command.</summary>
    public static async Task<(int Code, string Output, string Error)> TryAsync(params string[] arguments)
    {
        using Process process = new();
        process.StartInfo = new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        process.Start();
        using CancellationTokenSource deadline = new(CommandTimeout);
        Task<string> output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, await output, await error);
    }
}
