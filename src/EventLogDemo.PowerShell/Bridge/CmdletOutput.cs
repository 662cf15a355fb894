using System.Threading.Channels;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.PowerShell.Bridge;

/// <summary>
/// Where engine work sends what the cmdlet is to write. Everything passes one bounded queue, so it appears in the order in which it was
/// sent, and work that outruns the pipeline waits. May be used from any thread.
/// </summary>
public sealed class CmdletOutput : IProgress<string>
{
    private readonly ChannelWriter<Action<AsyncCmdlet>> _queue;
    private readonly IProgress<string> _progress;
    private readonly CancellationToken _cancellationToken;

    internal CmdletOutput(
        ChannelWriter<Action<AsyncCmdlet>> queue, IProgress<string> progress, CancellationToken cancellationToken)
    {
        _queue = queue;
        _progress = progress;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Writes an object, or each object of a collection.</summary>
    /// <exception cref="OperationCanceledException">The pipeline was stopped.</exception>
    public ValueTask WriteAsync(object value) => SendAsync(cmdlet => cmdlet.WriteObject(value, enumerateCollection: true));

    /// <summary>Writes a non-terminating error.</summary>
    /// <exception cref="OperationCanceledException">The pipeline was stopped.</exception>
    public ValueTask WriteErrorAsync(EngineException failure) => SendAsync(cmdlet => cmdlet.WriteFailure(failure));

    /// <summary>Writes a warning.</summary>
    /// <exception cref="OperationCanceledException">The pipeline was stopped.</exception>
    public ValueTask WriteWarningAsync(string text) =>
        SendAsync(cmdlet => cmdlet.WriteWarning(PrintableText.Escape(text)));

    /// <summary>Reports progress: verbose text, and the latest report in the progress bar. Never waits.</summary>
    public void Report(string value) => _progress.Report(value);

    private ValueTask SendAsync(Action<AsyncCmdlet> write) => _queue.WriteAsync(write, _cancellationToken);
}
