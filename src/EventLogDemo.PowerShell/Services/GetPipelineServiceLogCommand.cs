using System.Management.Automation;
using System.Threading.Channels;
using EventLogDemo.Engine.Pipelines;

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
            Write(MergeAsync);
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
            Write(cancellationToken => ReadAsync(pipeline, name, cancellationToken));
        }
    }

    private void Write(Func<CancellationToken, IAsyncEnumerable<ServiceLogLine>> lines)
    {
        foreach (ServiceLogLine line in Stream(lines))
        {
            WriteObject(line);
        }
    }

    private IAsyncEnumerable<ServiceLogLine> ReadAsync(Pipeline pipeline, string name, CancellationToken cancellationToken) =>
        pipeline.Ports.Services.ReadLogAsync(name, (int)Last, Follow, cancellationToken)
            .Select(line => new ServiceLogLine(pipeline.Name, name, line));

    // The lines of each service in their order, of different ones as they come.
    private async IAsyncEnumerable<ServiceLogLine> MergeAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<ServiceLogLine> merged = Channel.CreateBounded<ServiceLogLine>(QueuedLines);
        using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task reading = Task.WhenAll(_followed.Select(async service =>
        {
            await foreach (ServiceLogLine line in ReadAsync(service.Pipeline, service.Name, leaving.Token).ConfigureAwait(false))
            {
                await merged.Writer.WriteAsync(line, leaving.Token).ConfigureAwait(false);
            }
        })).ContinueWith(
            ended => merged.Writer.Complete(ended.Exception), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            await foreach (ServiceLogLine line in merged.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return line;
            }
        }
        finally
        {
            await leaving.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
    }
}
