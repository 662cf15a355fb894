using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using EventLogDemo.Engine.Processes;

namespace EventLogDemo.Engine.Environments;

/// <summary>A user's program that controls a service: run as <c>program verb service</c>, without a shell; exit code 0 means success.</summary>
internal sealed class ControlHook(string service, string path)
{
    private const int MaxLines = 200;

    // A PowerShell script cannot be executed directly.
    private readonly bool _isScript = string.Equals(Path.GetExtension(path), ".ps1", StringComparison.OrdinalIgnoreCase);

    private string Program => _isScript ? "pwsh" : path;

    /// <exception cref="ControlHookException">It could not be run, or did not exit with code 0.</exception>
    public async Task RunAsync(string verb, CancellationToken cancellationToken)
    {
        LastLines output = new(MaxLines);
        try
        {
            int exitCode = await ChildProcess.RunAsync(
                Program, ArgumentsOf([verb, service]), variables: null, output.Add, cancellationToken).ConfigureAwait(false);
            ThrowIfFailed(verb, exitCode, output);
        }
        catch (Win32Exception failure)
        {
            throw new ControlHookException(service, path, failure);
        }
    }

    /// <summary>The log that it writes when run as <c>program log service last [follow]</c>.</summary>
    /// <exception cref="ControlHookException">It could not be run, or did not exit with code 0.</exception>
    public async IAsyncEnumerable<string> ReadAsync(
        string verb, int last, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LastLines output = new(MaxLines);
        ChildProcess process = Start([verb, service, last.ToString(CultureInfo.InvariantCulture), .. follow ? ["follow"] : (string[])[]]);
        await using (process.ConfigureAwait(false))
        {
            Task errors = process.ForwardErrorsAsync(output.Add, cancellationToken);
            await foreach (string line in process.ReadOutputAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return line;
            }

            ThrowIfFailed(verb, await process.WaitForExitAsync(errors, cancellationToken).ConfigureAwait(false), output);
        }
    }

    private ChildProcess Start(IEnumerable<string> arguments)
    {
        try
        {
            return ChildProcess.Start(Program, ArgumentsOf(arguments));
        }
        catch (Win32Exception failure)
        {
            throw new ControlHookException(service, path, failure);
        }
    }

    private IEnumerable<string> ArgumentsOf(IEnumerable<string> arguments) =>
        _isScript ? ["-NoProfile", "-NonInteractive", "-File", path, .. arguments] : arguments;

    private void ThrowIfFailed(string verb, int exitCode, LastLines output)
    {
        if (exitCode != 0)
        {
            throw new ControlHookException(service, path, verb, exitCode, output.All);
        }
    }
}
