using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace EventLogDemo.Engine.Processes;

/// <summary>
/// A program that this process has started, without a shell and with a closed standard input. Disposing it, like cancelling
/// the wait for its exit, kills it and every process that it has started. It has no timeout of its own; cancel the token instead.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    // The program's own output is complete when it has exited. A process that it left running may keep the stream open for ever.
    private static readonly TimeSpan OutputTimeout = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its path, or a name to search on the PATH.</param>
    /// <param name="arguments">Its arguments, one by one.</param>
    /// <param name="variables">Environment variables in addition to those of this process.</param>
    /// <exception cref="Win32Exception">The program does not exist, or may not be run.</exception>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        Process process = new() { StartInfo = start };
        try
        {
            process.Start();
        }
        catch
        {
            process.Dispose();
            throw;
        }

        process.StandardInput.Close();
        return new ChildProcess(process);
    }

    /// <summary>Runs a program until it exits.</summary>
    /// <param name="program">Its path or name, as for <see cref="Start"/>.</param>
    /// <param name="arguments">Its arguments, one by one.</param>
    /// <param name="variables">Environment variables in addition to those of this process.</param>
    /// <param name="line">Receives each non-blank line of both its streams, on any thread, possibly both streams at once.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="Win32Exception">The program does not exist, or may not be run.</exception>
    public static async Task<int> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? variables,
        Action<string> line,
        CancellationToken cancellationToken)
    {
        ChildProcess process = Start(program, arguments, variables);
        await using (process.ConfigureAwait(false))
        {
            Task reading = Task.WhenAll(
                ForwardAsync(process._process.StandardOutput, line, cancellationToken), process.ForwardErrorsAsync(line, cancellationToken));
            return await process.WaitForExitAsync(reading, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Lines of its standard output as they come, until it closes the stream.</summary>
    public async IAsyncEnumerable<string> ReadOutputAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            yield return line;
        }
    }

    /// <summary>Passes on each non-blank line of its standard error, until it closes the stream.</summary>
    public Task ForwardErrorsAsync(Action<string> line, CancellationToken cancellationToken) =>
        ForwardAsync(_process.StandardError, line, cancellationToken);

    /// <summary>Waits until it has exited and its output has been read. Does not wait for processes that it left running.</summary>
    /// <param name="reading">The task that reads its output.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync(Task reading, CancellationToken cancellationToken)
    {
        try
        {
            await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // When the caller continues, every process that it started is gone, and no more lines arrive.
            await KillAsync().ConfigureAwait(false);
            await DrainAsync(reading).ConfigureAwait(false);
            throw;
        }

        await DrainAsync(reading).ConfigureAwait(false);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    private static async Task DrainAsync(Task reading)
    {
        try
        {
            await reading.WaitAsync(OutputTimeout, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Its own output has been read; the rest is of a process that it left running.
        }
    }

    private static async Task ForwardAsync(StreamReader stream, Action<string> receive, CancellationToken cancellationToken)
    {
        while (await stream.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                receive(line);
            }
        }
    }

    private async Task KillAsync()
    {
        try
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        catch (InvalidOperationException)
        {
            // It has exited meanwhile.
        }
        catch (Exception failure) when (failure is Win32Exception or AggregateException)
        {
            // Processes that it started as another user cannot be killed and may continue.
            return;
        }

        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
