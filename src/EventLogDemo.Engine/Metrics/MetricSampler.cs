using System.Runtime.CompilerServices;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Metrics;

/// <summary>
/// Samples every hop of a pipeline: when asked, and in the background every <see cref="PipelineOptions.RefreshInterval"/>, from the
/// moment it is attached. All hops are asked at once and within the pipeline's request timeout, so a frozen one is "not known"
/// after that time and holds nobody up longer. Safe to use from any thread.
/// </summary>
public sealed partial class MetricSampler : IPipelineComponent
{
    // Over less than this, a rate tells more of the size of batches than of the flow.
    private static readonly TimeSpan ShortestRateSpan = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(1);

    private readonly Pipeline _pipeline;
    private readonly StreamRoster _streams;
    private readonly LatencySampler _latency;
    private readonly ServiceReader _services;
    private readonly ILogger _logger;
    private readonly MetricHistory _history = new();
    private readonly Lock _gate = new();
    private readonly Queue<HopReadings> _recent = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _refreshing;
    private HopReadings? _rateBase;

    private MetricSampler(Pipeline pipeline)
    {
        _pipeline = pipeline;
        _streams = StreamRoster.Of(pipeline);
        _latency = new LatencySampler(pipeline);
        _services = new ServiceReader(pipeline);
        _logger = pipeline.Loggers.CreateLogger<MetricSampler>();
        _refreshing = Task.Run(RefreshAsync);
    }

    /// <summary>The last 3,600 samples, oldest first, whoever asked for them.</summary>
    public IReadOnlyList<PipelineMetric> History => _history.All;

    /// <summary>The sampler of a pipeline, attached at the first request.</summary>
    /// <exception cref="PipelineClosedException">The pipeline has been stopped, and never had one.</exception>
    public static MetricSampler Of(Pipeline pipeline) => pipeline.GetOrAttach(owner => new MetricSampler(owner));

    /// <summary>Takes a sample now.</summary>
    /// <exception cref="PipelineClosedException">The pipeline has been stopped.</exception>
    public async ValueTask<PipelineMetric> SampleAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            return await TakeAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new PipelineClosedException(_pipeline.Name);
        }
    }

    /// <summary>Samples now and then every interval, until the pipeline is stopped. An interval that a slow sample takes up is left out.</summary>
    /// <param name="interval">Time from sample to sample; from 10 ms to 1 h.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="OptionRangeException">The interval is outside its range.</exception>
    public IAsyncEnumerable<PipelineMetric> WatchAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        OptionRangeException.ThrowIfOutside("Interval", interval, ShortestInterval, LongestInterval);
        return WatchEveryAsync(interval, cancellationToken);
    }

    /// <summary>Ends the background sampling.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _refreshing.ConfigureAwait(false);
    }

    private async Task<PipelineMetric> TakeAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using PortReader reader = new(_pipeline, cancellationToken);
        Task<IReadOnlyList<ServiceStatus>> asksServices = _services.ReadAsync(reader);
        HopReadings hops = await HopReadings.ReadAsync(_pipeline, reader, _streams).ConfigureAwait(false);
        LatencySummary? latency = hops.StoredUpTo is { } stored
            ? await _latency.ReadAsync(reader, stored).ConfigureAwait(false)
            : null;
        IReadOnlyList<ServiceStatus> services = await asksServices.ConfigureAwait(false);
        lock (_gate)
        {
            PipelineMetric sample = Describe(hops, RateBaseOf(hops), latency, services);
            _history.Add(sample);
            return sample;
        }
    }

    private async IAsyncEnumerable<PipelineMetric> WatchEveryAsync(
        TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(interval, _pipeline.Clock.TimeProvider);
        using CancellationTokenRegistration closing = _closing.Token.Register(timer.Dispose);
        do
        {
            PipelineMetric sample;
            try
            {
                sample = await SampleAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PipelineClosedException)
            {
                yield break;
            }

            yield return sample;
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task RefreshAsync()
    {
        using PeriodicTimer timer = new(_pipeline.Options.RefreshInterval, _pipeline.Clock.TimeProvider);
        using CancellationTokenRegistration closing = _closing.Token.Register(timer.Dispose);
        do
        {
            try
            {
                await SampleAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (PipelineClosedException)
            {
                return;
            }
#pragma warning disable CA1031 // one sample that fails must not end the sampling; the log has the reason
            catch (Exception failure)
#pragma warning restore CA1031
            {
                SampleFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false));
    }

    /// <summary>The newest readings that are old enough to measure a rate from.</summary>
    private HopReadings? RateBaseOf(HopReadings hops)
    {
        while (_recent.TryPeek(out HopReadings? earlier) && hops.Producer.At - earlier.Producer.At >= ShortestRateSpan)
        {
            _rateBase = _recent.Dequeue();
        }

        _recent.Enqueue(hops);
        return _rateBase;
    }

    private PipelineMetric Describe(
        HopReadings hops, HopReadings? before, LatencySummary? latency, IReadOnlyList<ServiceStatus> services)
    {
        StreamCounts? produced = _streams.EarlierCounts + hops.Streams;
        return new PipelineMetric
        {
            Time = _pipeline.Clock.Now().Utc,
            Pipeline = _pipeline.Name,
            ProducerCount = produced?.Attempted ?? PipelineMetric.NotKnown,
            AckedCount = produced?.Acked ?? PipelineMetric.NotKnown,
            FailedCount = produced?.Failed ?? PipelineMetric.NotKnown,
            UnknownCount = produced?.Unknown ?? PipelineMetric.NotKnown,
            BufferedCount = hops.Streams.Buffered,
            DroppedCount = hops.Streams.Dropped,
            KafkaCount = hops.Kafka.Value ?? PipelineMetric.NotKnown,
            CassandraCount = hops.Cassandra.Value ?? PipelineMetric.NotKnown,
            DeadLetterCount = hops.DeadLetters ?? PipelineMetric.NotKnown,
            Lag = hops.Lag ?? PipelineMetric.NotKnown,
            ProducerRate = hops.Producer.RateSince(before?.Producer) ?? PipelineMetric.NotKnown,
            KafkaRate = hops.Kafka.RateSince(before?.Kafka) ?? PipelineMetric.NotKnown,
            CassandraRate = hops.Cassandra.RateSince(before?.Cassandra) ?? PipelineMetric.NotKnown,
            LatencyP50Ms = latency?.P50Ms ?? PipelineMetric.NotKnown,
            LatencyP99Ms = latency?.P99Ms ?? PipelineMetric.NotKnown,
            LatencyMaxMs = latency?.MaxMs ?? PipelineMetric.NotKnown,
            IsStreaming = _streams.All.Any(stream => stream.IsStreaming),
            Services = services,
        };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A metric sample failed")]
    private partial void SampleFailed(Exception failure);
}
