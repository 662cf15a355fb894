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
            WriteError(ErrorRecords.From(failure));
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

    /// <summary>Runs engine work and waits for it; what it reports goes to <c>-Verbose</c> and, after two seconds, to a progress bar.</summary>
    /// <param name="activity">What is being done, for the progress bar.</param>
    /// <param name="work">The work, given where to report to and a token that ends it.</param>
    /// <exception cref="EngineException">The work failed; an error that the engine did not foresee is an <see cref="UnexpectedErrorException"/>.</exception>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped.</exception>
    protected T Await<T>(string activity, Func<IProgress<string>, CancellationToken, Task<T>> work)
    {
        using OperationProgress progress = new(this, activity, TimeProvider.System);
        using CancellationTokenSource abandoned = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        Task<T> task = Task.Run(() => work(progress, abandoned.Token), CancellationToken.None);
        try
        {
            WaitHandle ended = ((IAsyncResult)task).AsyncWaitHandle;
            while (!ended.WaitOne(OperationProgress.Tick))
            {
                progress.Show();
            }

            progress.Show();
        }
        catch
        {
            // A write to a stopped pipeline throws: nothing may be left running behind it.
            abandoned.Cancel();
            Join(task);
            throw;
        }

        return Unwrap(task.GetAwaiter().GetResult);
    }

    /// <summary>As <see cref="Await{T}"/>, for work without a result.</summary>
    protected void Await(string activity, Func<IProgress<string>, CancellationToken, Task> work) =>
        Await(activity, async (progress, cancellationToken) =>
        {
            await work(progress, cancellationToken).ConfigureAwait(false);
            return true;
        });

    /// <summary>Brings an asynchronous sequence, best one of batches, to the pipeline thread. Leaving the loop ends the sequence.</summary>
    /// <exception cref="EngineException">As <see cref="Await{T}"/>.</exception>
    protected IEnumerable<T> Stream<T>(Func<CancellationToken, IAsyncEnumerable<T>> source)
    {
        Channel<T> queue = Channel.CreateBounded<T>(QueuedBatches);
        using CancellationTokenSource abandoned = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        CancellationToken cancellationToken = abandoned.Token;
        Task filling = Task.Run(() => FillAsync(source, queue.Writer, cancellationToken), CancellationToken.None);
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
    }

    private static async Task FillAsync<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> source, ChannelWriter<T> queue, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (T item in source(cancellationToken).ConfigureAwait(false))
            {
                await queue.WriteAsync(item, cancellationToken).ConfigureAwait(false);
            }

            queue.Complete();
        }
#pragma warning disable CA1031 // the reader of the queue gets it
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
