using System.Management.Automation;
using EventLogDemo.Engine.Metrics;
using EventLogDemo.PowerShell.Pipelines;

namespace EventLogDemo.PowerShell.Metrics;

/// <summary>Counts every hop of a pipeline now, or gets the samples taken before.</summary>
[Cmdlet(VerbsCommon.Get, "PipelineMetric")]
[OutputType(typeof(PipelineMetric))]
public sealed class GetPipelineMetricCommand : PipelineCmdlet
{
    /// <summary>Get the samples taken before, oldest first, instead of a new one.</summary>
    [Parameter]
    public SwitchParameter History { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Attempt(() =>
    {
        MetricSampler sampler = MetricSampler.Of(FindPipeline());
        if (History)
        {
            WriteObject(sampler.History, enumerateCollection: true);
            return;
        }

        WriteObject(Await(SR.SampleActivity, (_, cancellationToken) => sampler.SampleAsync(cancellationToken).AsTask()));
    });
}
