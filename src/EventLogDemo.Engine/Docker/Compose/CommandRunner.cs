using System.ComponentModel;
using EventLogDemo.Engine.Processes;

namespace EventLogDemo.Engine.Docker.Compose;

/// <summary>Runs the <c>docker</c> command.</summary>
internal interface ICommandRunner
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Its arguments, one by one: no shell reads them.</param>
    /// <param name="variables">Environment variables beside those of this process.</param>
    /// <param name="line">Told each line of its output, from any thread.</param>
    /// <param name="cancellationToken">Ends it, with all that it has started.</param>
    /// <exception cref="DockerNotInstalledException">There is no such command.</exception>
    Task<CommandResult> RunAsync(
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> variables,
        Action<string>? line,
        CancellationToken cancellationToken);
}

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Lines">Its last lines, of both streams as they came.</param>
internal sealed record CommandResult(int ExitCode, IReadOnlyList<string> Lines);

/// <summary>Runs the <c>docker</c> command as a process.</summary>
internal sealed class CommandRunner : ICommandRunner
{
    private const string Command = "docker";
    private const int MaxLines = 200;

    public async Task<CommandResult> RunAsync(
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> variables,
        Action<string>? line,
        CancellationToken cancellationToken)
    {
        LastLines lines = new(MaxLines);
        try
        {
            int exitCode = await ChildProcess.RunAsync(
                Command,
                arguments,
                variables,
                written =>
                {
                    lines.Add(written);
                    line?.Invoke(written);
                },
                cancellationToken).ConfigureAwait(false);
            return new CommandResult(exitCode, lines.All);
        }
        catch (Win32Exception failure)
        {
            throw new DockerNotInstalledException($"run '{Command} {string.Join(' ', arguments)}'", failure);
        }
    }
}
