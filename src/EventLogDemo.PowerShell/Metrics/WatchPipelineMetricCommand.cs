using System.Management.Automation;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Metrics;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Completion;
using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Errors;
using EventLogDemo.PowerShell.Pipelines;

namespace EventLogDemo.PowerShell.Metrics;

/// <summary>Counts every hop of a pipeline again and again.</summary>
[Cmdlet(VerbsCommon.Watch, "PipelineMetric")]
[OutputType(typeof(PipelineMetricInfo))]
public sealed class WatchPipelineMetricCommand : PipelineCmdlet
{
    /// <summary>Time from sample to sample.</summary>
    /// <value>Defaults to 1 s; from 10 ms to 1 h.</value>
    [Parameter]
    [DurationTransformation]
    [ArgumentCompleter(typeof(DurationCompleter))]
    public Duration Interval { get; set; } = new(TimeSpan.FromSeconds(1));

    /// <summary>End after this many samples.</summary>
    /// <value>Defaults to no limit.</value>
    [Parameter]
    public long? Count { get; set; }

    /// <summary>End with the first sample for which this is true; the sample is in <c>$_</c>. A watch that ends before is an error.</summary>
    [Parameter]
    public ScriptBlock? Until { get; set; }

    /// <summary>End after this time, with a last sample.</summary>
    /// <value>Defaults to no limit; from 0 to 1 day.</value>
    [Parameter]
    [DurationTransformation]
    [ArgumentCompleter(typeof(DurationCompleter))]
    public Duration? Timeout { get; set; }

    /// <summary>Show the samples in one place of the screen, and emit only the last one.</summary>
    [Parameter]
    public SwitchParameter Live { get; set; }

    private long _seen;
    private bool _held;

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachPipeline(pipeline =>
    {
        OptionRangeException.ThrowIfOutside(nameof(Count), Count ?? 1, 1, long.MaxValue);
        TimeSpan interval = Interval.Value;
        TimeSpan timeout = Timeout?.Value ?? System.Threading.Timeout.InfiniteTimeSpan;
        (_held, _seen) = (false, 0);
        MetricSampler sampler = MetricSampler.Of(pipeline);
        IEnumerable<PipelineMetricInfo> samples = UntilTheLast(
            Stream(cancellationToken => sampler.WatchAsync(interval, timeout, cancellationToken)).Select(sample => new PipelineMetricInfo(sample)));
        if (Live)
        {
            ShowLive(pipeline.Name, samples);
        }
        else
        {
            foreach (PipelineMetricInfo sample in samples)
            {
                WriteObject(sample);
            }
        }

        if (Until is not null && !_held)
        {
            throw new ConditionNotMetException(pipeline.Name, DescribeEnd(pipeline));
        }
    });

    private IEnumerable<PipelineMetricInfo> UntilTheLast(IEnumerable<PipelineMetricInfo> samples)
    {
        foreach (PipelineMetricInfo sample in samples)
        {
            yield return sample;
            _held = IsWaitedFor(sample);
            if (++_seen == Count || _held)
            {
                yield break;
            }
        }
    }

    private string DescribeEnd(Pipeline pipeline) =>
        _seen == Count ? SR.ConditionNotMetCount.With(_seen)
        : pipeline.IsClosed ? SR.ConditionNotMetStopped
        : SR.ConditionNotMetTimeout.With(Timeout!.Value.TotalSeconds);

    private bool IsWaitedFor(PipelineMetricInfo sample) =>
        Until is not null && LanguagePrimitives.IsTrue(Until.InvokeWithContext(null, [new PSVariable("_", sample)]));

    private void ShowLive(string pipeline, IEnumerable<PipelineMetricInfo> samples)
    {
        PipelineMetricInfo? last = null;
        using (LiveMetric live = new(this, pipeline))
        {
            foreach (PipelineMetricInfo sample in samples)
            {
                live.Show(last = sample);
            }
        }

        WriteObject(last);
    }
}
