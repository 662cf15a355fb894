using System.Management.Automation;
using System.Threading.Channels;
using EventLogDemo.Engine.Errors;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Bridge;

/// <summary>
/// The bridge between a cmdlet and the engine. Engine tasks run off the pipeline thread; their results come back to it, through
/// a bounded queue where there are many, and only the pipeline thread calls PowerShell. Whatever stops the pipeline (Ctrl+C,
/// <c>Select-Object -First</c>, <c>break</c>) cancels the engine's work and waits for its end.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    // Each entry is a batch, so a few keep both sides busy.
    private const int QueuedBatches = 4;
    private const int QueuedWrites = 256;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private bool _disposed;

    /// <summary>Makes the cmdlet.</summary>
    protected AsyncCmdlet() => StopToken = _stop.Token;

    /// <summary>Cancelled when the pipeline is stopped or the cmdlet is disposed.</summary>
    protected CancellationToken StopToken { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels what still runs. PowerShell calls this also where it skips <see cref="Cmdlet.EndProcessing"/>.</summary>
    protected virtual void Dispose(bool disposing)
    {
        lock (_gate)
        {
            if (disposing && !_disposed)
            {
                _disposed = true;
                _stop.Cancel();
                _stop.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _stop.Cancel();
            }
        }
    }

    /// <summary>As PowerShell's own; names of files and folders may hold anything, so what is shown is made safe for a screen.</summary>
    protected new bool ShouldProcess(string target, string action) =>
        base.ShouldProcess(PrintableText.Escape(target), PrintableText.Escape(action));

    /// <summary>As PowerShell's own, made safe for a screen.</summary>
    protected new void WriteVerbose(string text) => base.WriteVerbose(PrintableText.Escape(text));

    /// <summary>Does what concerns one item; an error of the engine is written and the next item goes on.</summary>
    /// <returns>Whether it was done.</returns>
    protected bool Attempt(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (EngineException failure)
        {
            WriteFailure(failure);
            return false;
        }
    }

    /// <summary>Does what the whole command needs; an error of the engine ends the command.</summary>
    protected T Demand<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (EngineException failure)
        {
            WriteEvidence(failure);
            ThrowTerminatingError(ErrorRecords.From(failure));
            throw;
        }
    }

    /// <summary>As <see cref="Demand{T}"/>, for what has no result.</summary>
    protected void Demand(Action act) => Demand(() =>
    {
        act();
        return true;
    });

    /// <summary>
    /// Runs engine work and writes what it sends, in that order, until it ends. What it reports goes to <c>-Verbose</c> and, after two
    /// seconds, to a progress bar.
    /// </summary>
    /// <param name="activity">What is being done, for the progress bar; null for work that has no end, which shows none.</param>
    /// <param name="work">The work, given where to send its output and a token that ends it.</param>
    /// <exception cref="EngineException">The work failed; an unexpected error is an <see cref="UnexpectedErrorException"/>.</exception>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped.</exception>
    protected void Run(string? activity, Func<CmdletOutput, CancellationToken, Task> work)
    {
        using OperationProgress progress = new(this, activity, TimeProvider.System);
        using CancellationTokenSource abandoned = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        Channel<Action<AsyncCmdlet>> queue = Channel.CreateBounded<Action<AsyncCmdlet>>(QueuedWrites);
        CmdletOutput output = new(queue.Writer, progress, abandoned.Token);
        Task running = Task.Run(() => CompleteAsync(queue.Writer, () => work(output, abandoned.Token)), CancellationToken.None);
        try
        {
            while (WaitToRead(queue.Reader, progress))
            {
                while (queue.Reader.TryRead(out Action<AsyncCmdlet>? write))
                {
                    write(this);
                }
            }
        }
        finally
        {
            // A write to a stopped pipeline throws: nothing may be left running behind it.
            abandoned.Cancel();
            Join(running);
        }
    }

    /// <summary>As <see cref="Run"/>, for work with a result.</summary>
    protected T Await<T>(string activity, Func<CmdletOutput, CancellationToken, Task<T>> work)
    {
        T? result = default;
        Run(activity, async (output, cancellationToken) => result = await work(output, cancellationToken).ConfigureAwait(false));
        return result!;
    }

    /// <summary>As <see cref="Run"/>, for work without a result.</summary>
    protected void Await(string activity, Func<CmdletOutput, CancellationToken, Task> work) => Run(activity, work);

    /// <summary>Brings an asynchronous sequence, best one of batches, to the pipeline thread. Leaving the loop ends the sequence.</summary>
    /// <exception cref="EngineException">As <see cref="Run"/>.</exception>
    protected IEnumerable<T> Stream<T>(Func<CancellationToken, IAsyncEnumerable<T>> source)
    {
        Channel<T> queue = Channel.CreateBounded<T>(QueuedBatches);
        using CancellationTokenSource abandoned = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        CancellationToken cancellationToken = abandoned.Token;
        Task filling = Task.Run(() => CompleteAsync(queue.Writer, FillAsync), CancellationToken.None);
        try
        {
            while (Unwrap(() => queue.Reader.WaitToReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult()))
            {
                while (queue.Reader.TryRead(out T? item))
                {
                    yield return item;
                }
            }
        }
        finally
        {
            abandoned.Cancel();
            Join(filling);
        }

        async Task FillAsync()
        {
            await foreach (T item in source(cancellationToken).ConfigureAwait(false))
            {
                await queue.Writer.WriteAsync(item, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Writes a non-terminating error; what a service or a program wrote about it goes to <c>-Verbose</c>.</summary>
    internal void WriteFailure(EngineException failure)
    {
        WriteEvidence(failure);
        WriteError(ErrorRecords.From(failure));
    }

    private void WriteEvidence(EngineException failure)
    {
        foreach (string line in failure.Evidence)
        {
            WriteVerbose(line);
        }
    }

    // Pipeline thread: shows progress until there is something to read; false when the work has ended.
    private bool WaitToRead<T>(ChannelReader<T> queue, OperationProgress progress)
    {
        Task<bool> ready = queue.WaitToReadAsync(CancellationToken.None).AsTask();
        WaitHandle completed = ((IAsyncResult)ready).AsyncWaitHandle;
        while (!completed.WaitOne(OperationProgress.Tick))
        {
            progress.Show();
        }

        progress.Show();
        return Unwrap(ready.GetAwaiter().GetResult);
    }

    // The reader of the queue gets what the work threw.
    private static async Task CompleteAsync<T>(ChannelWriter<T> queue, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            queue.Complete();
        }
#pragma warning disable CA1031 // passed on through the queue
        catch (Exception failure)
#pragma warning restore CA1031
        {
            queue.Complete(failure);
        }
    }

    private static void Join(Task task) =>
        task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();

    private T Unwrap<T>(Func<T> result)
    {
        try
        {
            return result();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception failure) when (failure is not EngineException)
        {
            throw UnexpectedErrorException.From(failure);
        }
    }
}
