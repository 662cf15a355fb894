using System.Management.Automation;
using System.Threading.Channels;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Services;

/// <summary>Gets what services have logged, and with -Follow what they log.</summary>
[Cmdlet(VerbsCommon.Get, "PipelineServiceLog", DefaultParameterSetName = ByName)]
[OutputType(typeof(ServiceLogLine))]
public sealed class GetPipelineServiceLogCommand : ServiceQueryCmdlet
{
    private const int MaxLast = 1_000_000;
    private const int QueuedLines = 256;

    /// <summary>Most lines of the past, of each service.</summary>
    /// <value>Defaults to 50.</value>
    [Parameter]
    public long Last { get; set; } = 50;

    /// <summary>Go on with the lines that come, of all services together, until stopped.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    private readonly List<(Pipeline Pipeline, string Name)> _followed = [];

    /// <inheritdoc/>
    protected override void BeginProcessing() => Demand(() => OptionRangeException.ThrowIfOutside(nameof(Last), Last, 0, MaxLast));

    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(() =>
    {
        if (_followed.Count > 0)
        {
            foreach (Followed next in Stream(MergeAsync))
            {
                if (next.Failure is { } failure)
                {
                    WriteError(ErrorRecords.From(failure));
                }
                else
                {
                    WriteObject(next.Line);
                }
            }
        }
    });

    private protected override void Handle(Pipeline pipeline, string name)
    {
        if (Follow)
        {
            _followed.Add((pipeline, name));
        }
        else
        {
            foreach (ServiceLogLine line in Stream(cancellationToken => ReadAsync(pipeline, name, cancellationToken)))
            {
                WriteObject(line);
            }
        }
    }

    private IAsyncEnumerable<ServiceLogLine> ReadAsync(Pipeline pipeline, string name, CancellationToken cancellationToken) =>
        pipeline.Ports.Services.ReadLogAsync(name, (int)Last, Follow, cancellationToken)
            .Select(line => new ServiceLogLine(pipeline.Name, name, line));

    // The lines of each service in their order, of different ones as they come; a log that fails ends alone.
    private async IAsyncEnumerable<Followed> MergeAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<Followed> merged = Channel.CreateBounded<Followed>(QueuedLines);
        using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task reading = Task.WhenAll(_followed.Select(async service =>
        {
            try
            {
                await foreach (ServiceLogLine line in ReadAsync(service.Pipeline, service.Name, leaving.Token).ConfigureAwait(false))
                {
                    await merged.Writer.WriteAsync(new Followed(line, null), leaving.Token).ConfigureAwait(false);
                }
            }
            catch (EngineException failure)
            {
                await merged.Writer.WriteAsync(new Followed(null, failure), leaving.Token).ConfigureAwait(false);
            }
        })).ContinueWith(
            ended => merged.Writer.Complete(ended.Exception), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            await foreach (Followed next in merged.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return next;
            }
        }
        finally
        {
            await leaving.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
    }

    private readonly record struct Followed(ServiceLogLine? Line, EngineException? Failure);
}
