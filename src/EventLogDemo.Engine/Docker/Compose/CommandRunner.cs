using System.ComponentModel;
using EventLogDemo.Engine.Processes;

namespace EventLogDemo.Engine.Docker.Compose;

/// <summary>Runs the <c>docker</c> command.</summary>
internal interface ICommandRunner
{
    /// <summary>Runs it and waits until it exits.</summary>
    /// <param name="arguments">Its arguments, one by one; they are not passed through a shell.</param>
    /// <param name="variables">Environment variables in addition to those of this process.</param>
    /// <param name="line">Receives each line of its output, on any thread.</param>
    /// <param name="cancellationToken">Kills it and every process that it has started.</param>
    /// <exception cref="DockerNotInstalledException">There is no such command.</exception>
    Task<CommandResult> RunAsync(
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> variables,
        Action<string>? line,
        CancellationToken cancellationToken);
}

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Lines">Its last lines, of both streams in the order of arrival.</param>
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
