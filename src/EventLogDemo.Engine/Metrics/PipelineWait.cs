using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Metrics;

/// <summary>Waits for a pipeline to reach a condition: checks immediately and then every 100 ms, until a deadline.</summary>
/// <remarks>
/// Every wait decides on readings that are newer than itself and returns the sample of these readings, in which every checked value is
/// known. It throws
/// <see cref="PipelineWaitTimeoutException"/>, which reports what was still missing, <see cref="PipelineClosedException"/> if the
/// pipeline is stopped meanwhile, and <see cref="OptionRangeException"/> for a timeout outside 0 to 1 day. A timeout of 0 checks once.
/// </remarks>
public static class PipelineWait
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(1);

    /// <summary>
    /// Waits until everything in the pipeline at the time of the call is stored: producers' buffered events are settled, committed
    /// offsets have reached the end offsets, and stored rows plus dead letters equal the events in the log; in a build that
    /// cannot count rows, the counters of the job's sink have reached the end offsets too. Streams may continue; what they add is not
    /// waited for.
    /// </summary>
    public static Task<PipelineMetric> DrainedAsync(Pipeline pipeline, TimeSpan timeout, CancellationToken cancellationToken) =>
        ForAsync(pipeline, new DrainedCondition(pipeline), timeout, cancellationToken);

    /// <summary>Waits until all services are ready and the processor is running.</summary>
    public static Task<PipelineMetric> HealthyAsync(Pipeline pipeline, TimeSpan timeout, CancellationToken cancellationToken) =>
        ForAsync(pipeline, new HealthyCondition(), timeout, cancellationToken);

    /// <summary>Waits until at most <paramref name="lag"/> events of the log are not committed.</summary>
    /// <exception cref="OptionRangeException">The lag is negative.</exception>
    public static Task<PipelineMetric> LagAsync(Pipeline pipeline, long lag, TimeSpan timeout, CancellationToken cancellationToken)
    {
        OptionRangeException.ThrowIfOutside("Lag", lag, 0, long.MaxValue);
        return ForAsync(pipeline, new LagCondition(lag), timeout, cancellationToken);
    }

    private static async Task<PipelineMetric> ForAsync(
        Pipeline pipeline, PipelineCondition condition, TimeSpan timeout, CancellationToken cancellationToken)
    {
        OptionRangeException.ThrowIfOutside("Timeout", timeout, TimeSpan.Zero, MaxTimeout);
        PipelineClosedException.ThrowIf(pipeline.IsClosed, pipeline.Name);
        MetricSampler sampler = MetricSampler.Of(pipeline);
        using LatencyRecorder latency = sampler.RecordLatency();
        return await new Poll(new Deadline(timeout, pipeline.Clock.TimeProvider), Interval).UntilAsync(
            // A check is limited by the request timeout, and one that is under way at the deadline is allowed to finish.
            async _ =>
            {
                MetricRound round = sampler.BeginRound();
                string? missing = await sampler.WaitAsync(condition.FindMissingAsync(round), cancellationToken).ConfigureAwait(false);
                if (missing is not null)
                {
                    return Check.NotYet<PipelineMetric>(missing);
                }

                PipelineMetric sample = await sampler.CompleteAsync(round, latency, cancellationToken).ConfigureAwait(false);
                return condition.FindMissing(sample) is { } unknown ? Check.NotYet<PipelineMetric>(unknown) : Check.Holds(sample);
            },
            missing => new PipelineWaitTimeoutException(pipeline.Name, condition.Name, timeout, missing),
            cancellationToken).ConfigureAwait(false);
    }
}
