using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Environments;

/// <summary>A program of the user's that controls a service: run as <c>program verb service</c>, without a shell; 0 means done.</summary>
internal sealed class ControlHook(string service, string path)
{
    /// <exception cref="ControlHookException">It could not be run, or did not end with 0.</exception>
    public async Task RunAsync(string verb, CancellationToken cancellationToken)
    {
        using Process process = Start([verb, service]);
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await EndAsync(process, cancellationToken).ConfigureAwait(false);
        string said = (await output.ConfigureAwait(false) + await errors.ConfigureAwait(false)).Trim();
        if (process.ExitCode != 0)
        {
            throw new ControlHookException(service, path, verb, process.ExitCode, said);
        }
    }

    /// <summary>What it writes when asked for the log: <c>program log service last [follow]</c>.</summary>
    /// <exception cref="ControlHookException">It could not be run, or did not end with 0.</exception>
    public async IAsyncEnumerable<string> ReadAsync(
        string verb, int last, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[] arguments = [verb, service, last.ToString(CultureInfo.InvariantCulture), .. follow ? ["follow"] : (string[])[]];
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                yield return line;
            }

            await EndAsync(process, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Kill(process);
        }

        if (process.ExitCode != 0)
        {
            throw new ControlHookException(service, path, verb, process.ExitCode, await errors.ConfigureAwait(false));
        }
    }

    private Process Start(IEnumerable<string> arguments)
    {
        // A script of PowerShell is no program by itself.
        bool isScript = string.Equals(Path.GetExtension(path), ".ps1", StringComparison.OrdinalIgnoreCase);
        string program = isScript ? "pwsh" : path;
        ProcessStartInfo start = new(program, isScript ? ["-NoProfile", "-NonInteractive", "-File", path, .. arguments] : arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = new() { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            process.Dispose();
            throw new ControlHookException(service, path, failure);
        }

        process.StandardInput.Close();
        return process;
    }

    private static async Task EndAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            throw;
        }
    }

    private static void Kill(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
