using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace EventLogDemo.Engine.Processes;

/// <summary>
/// A program that this process has started, without a shell and with nobody to answer its questions. Disposing it, like cancelling
/// the wait for its end, ends it with all that it has started. A limit of time is the token's.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    // What a program has written is there when it has ended. What it has started and left running may keep its output open for ever.
    private static readonly TimeSpan OutputTimeout = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its path, or its name, which is looked for where the system looks for programs.</param>
    /// <param name="arguments">Its arguments, one by one.</param>
    /// <param name="variables">Environment variables beside those of this process.</param>
    /// <exception cref="Win32Exception">There is no such program, or it may not be run.</exception>
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

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its path or name, as for <see cref="Start"/>.</param>
    /// <param name="arguments">Its arguments, one by one.</param>
    /// <param name="variables">Environment variables beside those of this process.</param>
    /// <param name="line">Told each line of both its streams that is not blank, from any thread, and of both at once.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="Win32Exception">There is no such program, or it may not be run.</exception>
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
                TellAsync(process._process.StandardOutput, line, cancellationToken), process.TellErrorsAsync(line, cancellationToken));
            return await process.EndAsync(reading, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Lines of its output as they come, until it closes it.</summary>
    public async IAsyncEnumerable<string> ReadOutputAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            yield return line;
        }
    }

    /// <summary>Tells each line that is not blank of what it writes beside its output, until it closes that.</summary>
    public Task TellErrorsAsync(Action<string> line, CancellationToken cancellationToken) =>
        TellAsync(_process.StandardError, line, cancellationToken);

    /// <summary>Waits until it has ended and what it wrote has been read. It is not waited for what it has started and left running.</summary>
    /// <param name="reading">The reading of what it writes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync(Task reading, CancellationToken cancellationToken)
    {
        try
        {
            await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // All that it has started is gone, and nothing more is told, when the caller goes on.
            await KillAsync().ConfigureAwait(false);
            await LastWordsAsync(reading).ConfigureAwait(false);
            throw;
        }

        await LastWordsAsync(reading).ConfigureAwait(false);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    private static async Task LastWordsAsync(Task reading)
    {
        try
        {
            await reading.WaitAsync(OutputTimeout, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It has said what it had to say.
        }
    }

    private static async Task TellAsync(StreamReader stream, Action<string> told, CancellationToken cancellationToken)
    {
        while (await stream.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                told(line);
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
            // It has ended by itself meanwhile.
        }
        catch (Exception failure) when (failure is Win32Exception or AggregateException)
        {
            // What it has started as another user is not ours to end, and may go on.
            return;
        }

        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
