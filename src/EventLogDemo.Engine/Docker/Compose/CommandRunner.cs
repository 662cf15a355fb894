using System.ComponentModel;
using System.Diagnostics;
using EventLogDemo.Engine.Pipelines;

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

/// <summary>Runs the <c>docker</c> command as a process without a shell.</summary>
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
        using Process process = new() { StartInfo = NewStart(arguments, variables) };
        Start(process, $"docker {string.Join(' ', arguments)}");
        // Nobody can answer a question.
        process.StandardInput.Close();
        Queue<string> lines = new();
        Task reading = Task.WhenAll(
            ReadAsync(process.StandardOutput, lines, line), ReadAsync(process.StandardError, lines, line));
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            await reading.ConfigureAwait(false);
            throw;
        }

        await reading.ConfigureAwait(false);
        return new CommandResult(process.ExitCode, [.. lines]);
    }

    private static ProcessStartInfo NewStart(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables)
    {
        ProcessStartInfo start = new(Command, arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static void Start(Process process, string attempted)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            throw new DockerNotInstalledException(attempted, failure);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself meanwhile.
        }
    }

    private static async Task ReadAsync(StreamReader stream, Queue<string> lines, Action<string>? told)
    {
        while (await stream.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            lock (lines)
            {
                lines.Enqueue(line);
                if (lines.Count > MaxLines)
                {
                    lines.Dequeue();
                }
            }

            told?.Invoke(line);
        }
    }
}
