using System.Management.Automation;
using EventLogDemo.Engine.Metrics;
using EventLogDemo.PowerShell.Completion;
using EventLogDemo.PowerShell.Conversion;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>Waits until a pipeline is drained, healthy, or nearly caught up.</summary>
[Cmdlet(VerbsLifecycle.Wait, "Pipeline", DefaultParameterSetName = UntilDrained)]
[OutputType(typeof(PipelineMetricInfo))]
public sealed class WaitPipelineCommand : PipelineCmdlet
{
    private const string UntilDrained = nameof(UntilDrained);
    private const string UntilHealthy = nameof(UntilHealthy);
    private const string UntilLag = nameof(UntilLag);

    /// <summary>Until everything in the log at the call is stored or dead-lettered. This is what is waited for when nothing is said.</summary>
    [Parameter(ParameterSetName = UntilDrained)]
    public SwitchParameter Drained { get; set; }

    /// <summary>Until every service is ready and the processor runs.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UntilHealthy)]
    public SwitchParameter Healthy { get; set; }

    /// <summary>Until the lag is at most this many events.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UntilLag)]
    public long Lag { get; set; }

    /// <summary>How long to wait.</summary>
    /// <value>Defaults to 1 minute.</value>
    [Parameter]
    [DurationTransformation]
    [ArgumentCompleter(typeof(DurationCompleter))]
    public Duration Timeout { get; set; } = new(TimeSpan.FromMinutes(1));

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachPipeline(pipeline =>
    {
        TimeSpan timeout = Timeout.Value;
        WriteObject(new PipelineMetricInfo(Await(SR.WaitPipelineActivity.With(pipeline.Name), (_, cancellationToken) => ParameterSetName switch
        {
            UntilHealthy => PipelineWait.HealthyAsync(pipeline, timeout, cancellationToken),
            UntilLag => PipelineWait.LagAsync(pipeline, Lag, timeout, cancellationToken),
            _ => PipelineWait.DrainedAsync(pipeline, timeout, cancellationToken),
        })));
    });
}
