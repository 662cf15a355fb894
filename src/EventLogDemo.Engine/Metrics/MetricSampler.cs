using System.Runtime.CompilerServices;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using EventLogDemo.Engine.Streams;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Metrics;

/// <summary>
/// Samples every hop of a pipeline: on request, for watches, and in the background every
/// <see cref="PipelineOptions.RefreshInterval"/> once it is started. Each hop is read separately, once for all callers; a sample consists
/// of the latest readings and never waits for a hop that hangs. Safe to use from any thread.
/// </summary>
public sealed partial class MetricSampler : IPipelineComponent
{
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(1);

    private readonly Pipeline _pipeline;
    private readonly StreamRoster _streams;
    private readonly HopSet _hops;
    private readonly ILogger _logger;
    private readonly MetricHistory _history = new();
    private readonly MetricRates _rates = new();
    private readonly LatencyRecorder _asked;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private Task? _refreshing;

    private MetricSampler(Pipeline pipeline)
    {
        _pipeline = pipeline;
        _streams = StreamRoster.Of(pipeline);
        _hops = new HopSet(pipeline, _streams, _closing.Token);
        _asked = _hops.Latency.Subscribe();
        _logger = pipeline.Loggers.CreateLogger<MetricSampler>();
    }

    /// <summary>The last 3,600 samples, oldest first, regardless of who requested them.</summary>
    public IReadOnlyList<PipelineMetric> History => _history.All;

    /// <summary>The sampler of a pipeline, attached and started at the first request.</summary>
    /// <exception cref="PipelineClosedException">The pipeline has been stopped, and never had one.</exception>
    public static MetricSampler Of(Pipeline pipeline)
    {
        MetricSampler sampler = pipeline.GetOrAttach(owner => new MetricSampler(owner));
        sampler.Start();
        return sampler;
    }

    /// <summary>
    /// Attaches the sampler to a new pipeline, so that its background samples begin with the pipeline and not with the first request.
    /// </summary>
    /// <returns>The pipeline.</returns>
    public static Pipeline AttachTo(Pipeline pipeline)
    {
        Of(pipeline);
        return pipeline;
    }

    /// <summary>
    /// Takes a sample whose readings are newer than the call; a hop that does not respond within the request timeout is unknown.
    /// </summary>
    /// <exception cref="PipelineClosedException">The pipeline has been stopped.</exception>
    public async ValueTask<PipelineMetric> SampleAsync(CancellationToken cancellationToken) =>
        await CompleteAsync(BeginRound(), _asked, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Samples immediately and then at every interval, until the pipeline is stopped. A slow hop is shown with its last reading and the age
    /// of that reading, as long as it is not too old.
    /// </summary>
    /// <param name="interval">Time between samples; from 10 ms to 1 h.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="OptionRangeException">The interval is outside its range.</exception>
    public IAsyncEnumerable<PipelineMetric> WatchAsync(TimeSpan interval, CancellationToken cancellationToken) =>
        WatchAsync(interval, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>
    /// As <see cref="WatchAsync(TimeSpan, CancellationToken)"/>, for a limited time: the last sample is taken when it is over.
    /// </summary>
    /// <param name="interval">Time between samples; from 10 ms to 1 h.</param>
    /// <param name="timeout">How long to watch; from 0 to 1 day, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="OptionRangeException">The interval or the timeout is outside its range.</exception>
    public IAsyncEnumerable<PipelineMetric> WatchAsync(TimeSpan interval, TimeSpan timeout, CancellationToken cancellationToken)
    {
        OptionRangeException.ThrowIfOutside("Interval", interval, MinInterval, MaxInterval);
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            OptionRangeException.ThrowIfOutside("Timeout", timeout, TimeSpan.Zero, MaxTimeout);
        }

        return WatchEveryAsync(interval, new Deadline(timeout, _pipeline.Clock.TimeProvider), cancellationToken);
    }

    /// <summary>Ends the background sampling and cancels all requests.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? refreshing;
        lock (_gate)
        {
            _closing.Cancel();
            refreshing = _refreshing;
        }

        if (refreshing is not null)
        {
            await refreshing.ConfigureAwait(false);
        }

        await _hops.Latency.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Begins a round whose readings are newer than the call.</summary>
    /// <exception cref="PipelineClosedException">The pipeline has been stopped.</exception>
    internal MetricRound BeginRound()
    {
        PipelineClosedException.ThrowIf(_closing.IsCancellationRequested, _pipeline.Name);
        return new MetricRound(_hops, _pipeline.Clock.Elapsed, _pipeline.Options.RequestTimeout, isFresh: true);
    }

    /// <summary>Records latencies for a subscriber from now on.</summary>
    internal LatencyRecorder RecordLatency() => _hops.Latency.Subscribe();

    /// <summary>Waits for a response within a round; reports the end of the pipeline as a separate error.</summary>
    internal async Task<T> WaitAsync<T>(Task<T> answer, CancellationToken cancellationToken)
    {
        try
        {
            return await answer.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new PipelineClosedException(_pipeline.Name);
        }
    }

    /// <summary>Creates a sample from a fresh round and nothing older.</summary>
    internal Task<PipelineMetric> CompleteAsync(MetricRound round, LatencyRecorder latency, CancellationToken cancellationToken) =>
        WaitAsync(TakeAsync(round, _rates, latency, isStrict: true), cancellationToken);

    private void Start()
    {
        lock (_gate)
        {
            if (!_closing.IsCancellationRequested)
            {
                _refreshing ??= Task.Run(RefreshAsync);
            }
        }
    }

    private async IAsyncEnumerable<PipelineMetric> WatchEveryAsync(
        TimeSpan interval, Deadline deadline, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PipelineClosedException.ThrowIf(_closing.IsCancellationRequested, _pipeline.Name);
        MetricRates rates = new(_rates);
        using LatencyRecorder latency = _hops.Latency.Subscribe();
        using PeriodicTimer timer = new(interval, _pipeline.Clock.TimeProvider);
        using CancellationTokenRegistration closing = _closing.Token.Register(timer.Dispose);
        // The first sample is requested again; later ones share what is read and allow half of their interval for it.
        MetricRound round = new(_hops, _pipeline.Clock.Elapsed, PatienceOf(interval), isFresh: true);
        bool isLast = deadline.HasPassed;
        while (true)
        {
            PipelineMetric sample;
            try
            {
                sample = await WaitAsync(TakeAsync(round, rates, latency, isStrict: false), cancellationToken).ConfigureAwait(false);
            }
            catch (PipelineClosedException)
            {
                yield break;
            }

            yield return sample;
            if (isLast || !await NextTickAsync(timer, deadline, cancellationToken).ConfigureAwait(false))
            {
                yield break;
            }

            isLast = deadline.HasPassed;
            round = new MetricRound(_hops, _pipeline.Clock.Elapsed, PatienceOf(interval / 2), isFresh: false);
        }
    }

    /// <summary>Waits for the next tick or the deadline, whichever is first; false when the pipeline was stopped.</summary>
    private static async Task<bool> NextTickAsync(PeriodicTimer timer, Deadline deadline, CancellationToken cancellationToken)
    {
        using TimeLimit limit = deadline.Limit(cancellationToken);
        try
        {
            return await timer.WaitForNextTickAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }

    private TimeSpan PatienceOf(TimeSpan interval) =>
        interval < _pipeline.Options.RequestTimeout ? interval : _pipeline.Options.RequestTimeout;

    private async Task RefreshAsync()
    {
        using LatencyRecorder latency = _hops.Latency.Subscribe();
        using PeriodicTimer timer = new(_pipeline.Options.RefreshInterval, _pipeline.Clock.TimeProvider);
        using CancellationTokenRegistration closing = _closing.Token.Register(timer.Dispose);
        do
        {
            try
            {
                MetricRound round = new(_hops, _pipeline.Clock.Elapsed, _pipeline.Options.RequestTimeout, isFresh: false);
                await WaitAsync(TakeAsync(round, _rates, latency, isStrict: false), CancellationToken.None).ConfigureAwait(false);
            }
            catch (PipelineClosedException)
            {
                return;
            }
#pragma warning disable CA1031 // one failed sample must not end the sampling; the reason is logged
            catch (Exception failure)
#pragma warning restore CA1031
            {
                SampleFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false));
    }

    private async Task<PipelineMetric> TakeAsync(MetricRound round, MetricRates rates, LatencyRecorder latency, bool isStrict)
    {
        round.AskAll();
        // Fresh requests end by themselves at the request timeout.
        await (isStrict ? round.PromptReadings() : UntilAsync(round, round.PromptReadings())).ConfigureAwait(false);
        ShownReadings shown = isStrict ? ShownReadings.Of(round, _hops) : ShownReadings.Latest(_hops);
        if (shown.StoredUpTo(_pipeline.Manifest.OriginOffsets) is { } stored)
        {
            (Task<Reading<bool>> read, bool isPrompt) = _hops.Latency.Refresh(stored, round.Patience);
            await (isStrict || isPrompt ? UntilAsync(round, read) : Task.CompletedTask).ConfigureAwait(false);
        }

        _closing.Token.ThrowIfCancellationRequested();
        shown.ThrowIfDefect();
        PipelineMetric sample = Describe(round, shown, rates, latency.Take());
        _history.Add(sample);
        return sample;
    }

    /// <summary>Waits for readings, but no longer than the round may take.</summary>
    private async Task UntilAsync(MetricRound round, Task ready)
    {
        TimeSpan left = round.BeganAt + round.Patience - _pipeline.Clock.Elapsed;
        if (ready.IsCompleted || left <= TimeSpan.Zero)
        {
            return;
        }

        using TimeLimit limit = new(left, _pipeline.Clock.TimeProvider, _closing.Token);
        await ready.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private PipelineMetric Describe(MetricRound round, ShownReadings shown, MetricRates rates, LatencySummary? latency)
    {
        StepTime now = _pipeline.Clock.Now();
        // Readings of this round are paired with the producers' counts at that moment; older readings with the current counts.
        LogReading? log = shown.Log?.Value;
        bool isOfNow = log is not null && log.CountedAt >= round.BeganAt;
        StreamCounts streams = isOfNow ? log!.Streams : _streams.Totals;
        StreamCounts? produced = _streams.EarlierCounts + streams;
        IReadOnlyList<long> origins = _pipeline.Manifest.OriginOffsets;
        long? kafka = log is null ? null : LogPosition.Above(log.Position.EndOffsets, origins);
        long? rows = shown.Rows?.Value!.Sum();
        (double? producerRate, double? kafkaRate, double? cassandraRate) = rates.Add(new HopCounts(
            new HopCount(streams.Attempted, isOfNow ? log!.CountedAt : now.Elapsed),
            new HopCount(kafka, shown.Log?.At ?? now.Elapsed),
            new HopCount(rows, shown.Rows?.At ?? now.Elapsed)));
        return new PipelineMetric
        {
            Time = now.Utc,
            Pipeline = _pipeline.Name,
            ProducerCount = produced?.Attempted ?? PipelineMetric.NotKnown,
            AckedCount = produced?.Acked ?? PipelineMetric.NotKnown,
            FailedCount = produced?.Failed ?? PipelineMetric.NotKnown,
            UnknownCount = produced?.Unknown ?? PipelineMetric.NotKnown,
            BufferedCount = streams.Buffered,
            DroppedCount = streams.Dropped,
            KafkaCount = kafka ?? PipelineMetric.NotKnown,
            CassandraCount = shown.RowsInLog(origins) ?? PipelineMetric.NotKnown,
            DeadLetterCount = shown.DeadLetters?.Value ?? PipelineMetric.NotKnown,
            Lag = log?.Position.Lag ?? PipelineMetric.NotKnown,
            KafkaAgeMs = AgeOf(shown.Log?.AskedAt),
            CassandraAgeMs = AgeOf(shown.Rows?.AskedAt),
            DeadLetterAgeMs = AgeOf(shown.DeadLetters?.AskedAt),
            ProducerRate = producerRate ?? PipelineMetric.NotKnown,
            KafkaRate = kafkaRate ?? PipelineMetric.NotKnown,
            CassandraRate = cassandraRate ?? PipelineMetric.NotKnown,
            LatencyP50Ms = latency?.P50Ms ?? PipelineMetric.NotKnown,
            LatencyP99Ms = latency?.P99Ms ?? PipelineMetric.NotKnown,
            LatencyMaxMs = latency?.MaxMs ?? PipelineMetric.NotKnown,
            IsStreaming = _streams.All.Any(stream => stream.IsStreaming),
            Services = round.DescribeServices(),
        };

        double AgeOf(TimeSpan? askedAt) =>
            askedAt is { } asked ? Math.Round((now.Elapsed - asked).TotalMilliseconds, 3) : PipelineMetric.NotKnown;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A metric sample failed")]
    private partial void SampleFailed(Exception failure);
}
