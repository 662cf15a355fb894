using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace EventLogDemo.Integration.Tests;

/// <summary>Docker as anyone calls it. A test that needs it skips, with the reason, where it or an image is missing.</summary>
internal static class DockerCli
{
    private static readonly TimeSpan LongestCommand = TimeSpan.FromMinutes(2);

    /// <summary>The reason why containers of an image cannot be run here, or null.</summary>
    public static async Task<string?> WhyNotAsync(string image)
    {
        try
        {
            (int code, string _, string error) = await TryAsync("version", "--format", "{{.Server.Version}}");
            if (code != 0)
            {
                return $"Docker does not answer: {error.Trim()}";
            }
        }
        catch (Win32Exception)
        {
            return "Docker is not installed";
        }

        (int found, _, _) = await TryAsync("image", "inspect", "--format", "{{.Id}}", image);
        return found == 0 ? null : $"the image {image} is not on this machine";
    }

    /// <summary>Runs a command, which must succeed.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        (int code, string output, string error) = await TryAsync(arguments);
        Assert.True(code == 0, $"docker {string.Join(' ', arguments)} ended with {code}: {error}");
        return output.Trim();
    }

    /// <summary>Runs a command.</summary>
    public static async Task<(int Code, string Output, string Error)> TryAsync(params string[] arguments)
    {
        using Process process = new();
        process.StartInfo = new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        process.Start();
        using CancellationTokenSource deadline = new(LongestCommand);
        Task<string> output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
