using System.Management.Automation;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Bridge;
using EventLogDemo.PowerShell.Completion;
using EventLogDemo.PowerShell.Conversion;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>A cmdlet that brings a pipeline into this process.</summary>
public abstract class NewPipelineCmdlet : AsyncCmdlet
{
    private static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(1);

    /// <summary>Time between two metric samples taken in the background.</summary>
    /// <value>Defaults to 10 s.</value>
    [Parameter]
    [DurationTransformation]
    [ArgumentCompleter(typeof(DurationCompleter))]
    public Duration RefreshInterval { get; set; } = new(TimeSpan.FromSeconds(10));

    /// <summary>How long it may take until the pipeline works.</summary>
    /// <value>Defaults to 2 minutes.</value>
    [Parameter]
    [DurationTransformation]
    [ArgumentCompleter(typeof(DurationCompleter))]
    public Duration Timeout { get; set; } = new(TimeSpan.FromMinutes(2));

    /// <summary>Opens a pipeline under a name and emits it; one that does not open in time, or is given up, leaves nothing behind.</summary>
    /// <param name="activity">What is being done.</param>
    /// <param name="name">The name.</param>
    /// <param name="condition">Completes "the pipeline was not …".</param>
    /// <param name="open">Opens it.</param>
    /// <param name="undo">How to close one that was opened and is then given up; null for its default end.</param>
    /// <returns>The pipeline, which has been emitted.</returns>
    private protected Pipeline Open(
        string activity,
        string name,
        string condition,
        Func<IProgress<string>, CancellationToken, Task<Pipeline>> open,
        PipelineEnd? undo = null)
    {
        TimeSpan timeout = CheckedTimeout();
        Pipeline? opened = null;
        bool wasGiven = false;
        try
        {
            Await(activity, async (progress, stop) =>
            {
                using CancellationTokenSource deadline = new(timeout, TimeProvider.System);
                using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
                try
                {
                    opened = await PipelineRegistry.Current.AddAsync(name, () => open(progress, either.Token)).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (!stop.IsCancellationRequested)
                {
                    throw new PipelineWaitTimeoutException(name, condition, timeout, activity);
                }
            });
            // Another runspace may have stopped it meanwhile: a pipeline that is given is a running one.
            if (opened!.IsClosed)
            {
                throw new PipelineClosedException(name);
            }

            WriteObject(Give(new PipelineInfo(opened)), enumerateCollection: true);
            return opened!;
        }
        catch when (opened is not null && !wasGiven)
        {
            // Whatever it was, a stop or an error: nobody has the pipeline.
            Task.Run(() => PipelineRegistry.Current.RemoveAsync(opened, undo ?? opened.DefaultEnd)).GetAwaiter().GetResult();
            throw;
        }

        // PowerShell asks for the object after it has last looked for a stop: from then on it is the caller's, whatever comes.
        IEnumerable<PipelineInfo> Give(PipelineInfo pipeline)
        {
            wasGiven = true;
            yield return pipeline;
        }
    }

    private protected TimeSpan CheckedTimeout()
    {
        OptionRangeException.ThrowIfOutside(nameof(Timeout), Timeout.Value, MinTimeout, MaxTimeout);
        return Timeout.Value;
    }
}
