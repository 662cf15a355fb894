using System.Globalization;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo.Engine.Metrics;

/// <summary>A condition that can be waited for.</summary>
internal abstract class PipelineCondition
{
    /// <summary>Completes "the pipeline was not …".</summary>
    public abstract string Name { get; }

    /// <summary>Checks once, using readings that are newer than the wait.</summary>
    /// <returns>A readable description of what is missing; null when the condition holds.</returns>
    public abstract Task<string?> FindMissingAsync(MetricRound round);

    /// <summary>Which checked values a sample of the same round does not show.</summary>
    /// <returns>A readable description of what is missing; null when the sample shows everything that was checked.</returns>
    public abstract string? FindMissing(PipelineMetric sample);

    private protected static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The lag is at most the given number of events.</summary>
internal sealed class LagCondition(long lag) : PipelineCondition
{
    public override string Name => Text($"at a lag of {lag:N0} or less");

    public override async Task<string?> FindMissingAsync(MetricRound round)
    {
        Reading<LogReading> log = await round.Log.ConfigureAwait(false);
        return log.Value?.Position.Lag switch
        {
            null => "the log does not answer",
            long now when now > lag => Text($"the lag is {now:N0}"),
            _ => null,
        };
    }

    public override string? FindMissing(PipelineMetric sample) =>
        sample.Lag == PipelineMetric.NotKnown ? "the log does not answer" : null;
}

/// <summary>All services are ready and the processor is running.</summary>
internal sealed class HealthyCondition : PipelineCondition
{
    public override string Name => "healthy";

    public override async Task<string?> FindMissingAsync(MetricRound round)
    {
        Task asksServices = round.Services;
        Reading<ProcessorStatus> processor = await round.Processor.ConfigureAwait(false);
        await asksServices.ConfigureAwait(false);
        List<string> missing = [.. FindNotReady(round.DescribeServices())];
        if (processor.Value?.State != ProcessorState.Running)
        {
            missing.Add(processor.Value is { } status ? $"the processor is {status.State}" : "the processor does not answer");
        }

        return missing.Count == 0 ? null : string.Join(", ", missing);
    }

    public override string? FindMissing(PipelineMetric sample) =>
        string.Join(", ", FindNotReady(sample.Services)) is { Length: > 0 } missing ? missing : null;

    private static IEnumerable<string> FindNotReady(IReadOnlyList<ServiceStatus> services) =>
        services.Where(service => service.State != ServiceState.Ready).Select(service => $"{service.Name} is {service.State}");
}

/// <summary>
/// Everything that was in the pipeline at the first check has reached the store: first the events that producers had buffered then are
/// settled; then committed offsets reach the end offsets read at that moment, and up to them rows plus dead letters equal
/// the number of events. Later events are not waited for, so a stream may continue.
/// </summary>
/// <remarks>
/// A build that cannot count rows relies on the committed offsets and the counters of the job's sink. The job guarantees that committed
/// offsets never pass events that are not stored, but its group is not protected: another client may have moved its offsets. The sink
/// counts from where its tasks started, so its total proves nothing after a restart; its position in each partition does.
/// If it has taken events from a partition, it must have settled everything up to the end; if it has taken none since its tasks
/// started, only the committed offset is evidence; and while the sink does not report, nothing is known to be drained.
/// </remarks>
internal sealed class DrainedCondition(Pipeline pipeline) : PipelineCondition
{
    private readonly StreamRoster _streams = StreamRoster.Of(pipeline);
    private long? _settledTarget;
    private IReadOnlyList<long>? _targets;

    public override string Name => "drained";

    public override async Task<string?> FindMissingAsync(MetricRound round)
    {
        StreamCounts counts = _streams.Totals;
        long settled = counts.Acked + counts.Failed + counts.Unknown;
        _settledTarget ??= settled + counts.Buffered;
        if (settled < _settledTarget)
        {
            return Text($"{_settledTarget - settled:N0} events are in the producers' buffers");
        }

        Reading<LogReading> log = await round.Log.ConfigureAwait(false);
        _targets ??= log.Value?.Position.EndOffsets;
        return _targets is null ? "the log does not answer"
            : await FindNotStoredAsync(round, _targets, log.Value?.Position.CommittedOffsets).ConfigureAwait(false);
    }

    public override string? FindMissing(PipelineMetric sample) =>
        sample.KafkaCount == PipelineMetric.NotKnown || sample.Lag == PipelineMetric.NotKnown ? "the log does not answer"
        : sample.DeadLetterCount == PipelineMetric.NotKnown ? "the processor does not answer"
        : sample.CassandraCount == PipelineMetric.NotKnown && pipeline.Ports.Store.CanRead ? "the store does not answer"
        : null;

    private async Task<string?> FindNotStoredAsync(MetricRound round, IReadOnlyList<long> targets, IReadOnlyList<long>? committed)
    {
        bool canRead = pipeline.Ports.Store.CanRead;
        Task<Reading<long>> asksDeadLetters = round.DeadLetters;
        Reading<IReadOnlyList<long>> rows = await round.Rows.ConfigureAwait(false);
        Reading<long> deadLetters = await asksDeadLetters.ConfigureAwait(false);
        if (committed is null || (!rows.IsKnown && canRead) || !deadLetters.IsKnown)
        {
            return committed is null ? "the log does not answer"
                : !deadLetters.IsKnown ? "the processor does not answer"
                : "the store does not answer";
        }

        if (LogPosition.Above(targets, committed) is var behind and > 0)
        {
            return Text($"{behind:N0} events are not committed");
        }

        if (rows.Value is null)
        {
            return await FindNotSettledAsync(round, targets).ConfigureAwait(false);
        }

        long[] sought = [.. targets.Zip(pipeline.Manifest.OriginOffsets, (target, origin) => target - origin)];
        long stored = rows.Value.Zip(sought, Math.Min).Sum() + deadLetters.Value;
        long missing = sought.Sum() - stored;
        return missing > 0 ? Text($"{missing:N0} committed events are not in the store") : null;
    }

    private async Task<string?> FindNotSettledAsync(MetricRound round, IReadOnlyList<long> targets)
    {
        if ((await round.Settled.ConfigureAwait(false)).Value is not { } settled)
        {
            return "the job does not report what its sink has stored";
        }

        IReadOnlyList<long> origins = pipeline.Manifest.OriginOffsets;
        // Offsets before the origin do not belong to this pipeline.
        long behind = settled
            .Where(entry => entry.Key < targets.Count)
            .Sum(entry => Math.Max(0, targets[entry.Key] - Math.Max(entry.Value, origins[entry.Key])));
        return behind > 0 ? Text($"{behind:N0} committed events are neither stored nor dead letters, by the counters of the job's sink") : null;
    }
}
