using System.Management.Automation;
using EventLogDemo.Engine.Metrics;
using EventLogDemo.PowerShell.Pipelines;

namespace EventLogDemo.PowerShell.Metrics;

/// <summary>Counts every hop of a pipeline now, or gets the samples taken before.</summary>
[Cmdlet(VerbsCommon.Get, "PipelineMetric")]
[OutputType(typeof(PipelineMetricInfo))]
public sealed class GetPipelineMetricCommand : PipelineCmdlet
{
    /// <summary>Get the samples taken before, oldest first, instead of a new one.</summary>
    [Parameter]
    public SwitchParameter History { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachPipeline(pipeline =>
    {
        MetricSampler sampler = MetricSampler.Of(pipeline);
        if (History)
        {
            WriteObject(sampler.History.Select(sample => new PipelineMetricInfo(sample)), enumerateCollection: true);
            return;
        }

        WriteObject(new PipelineMetricInfo(
            Await(SR.SampleActivity, (_, cancellationToken) => sampler.SampleAsync(cancellationToken).AsTask())));
    });
}
