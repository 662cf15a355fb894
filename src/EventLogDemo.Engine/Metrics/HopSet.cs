using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo.Engine.Metrics;

/// <summary>The readers of all hops of a pipeline. Nothing is asked before somebody wants to know.</summary>
internal sealed class HopSet
{
    /// <summary>How old a reading that is shown may be, whatever the refresh interval.</summary>
    /// <value>10 s.</value>
    public static readonly TimeSpan AgeLimit = TimeSpan.FromSeconds(10);

    private readonly Pipeline _pipeline;
    private readonly StreamRoster _streams;
    private readonly TimeSpan _timeout;

    public HopSet(Pipeline pipeline, StreamRoster streams, CancellationToken closing)
    {
        _pipeline = pipeline;
        _streams = streams;
        _timeout = pipeline.Options.RequestTimeout;
        TimeSpan refresh = pipeline.Options.RefreshInterval < AgeLimit ? pipeline.Options.RefreshInterval : AgeLimit;
        // A question may take its whole time, and is not unanswered before.
        MaxAge = refresh > _timeout ? refresh : _timeout;
        Log = new HopReader<LogReading>(pipeline.Clock, _timeout, closing);
        // Counting what a busy store holds takes as long as its result is of use.
        Rows = new HopReader<IReadOnlyList<long>>(pipeline.Clock, MaxAge, closing);
        DeadLetters = new HopReader<long>(pipeline.Clock, _timeout, closing);
        Processor = new HopReader<ProcessorStatus>(pipeline.Clock, _timeout, closing);
        Settled = new HopReader<IReadOnlyDictionary<int, long>?>(pipeline.Clock, _timeout, closing);
        Services = new ServiceReaders(pipeline, closing);
        Latency = new LatencyReader(pipeline, closing);
    }

    /// <summary>How long a question that is asked anew may take.</summary>
    public TimeSpan RequestTimeout => _timeout;

    /// <summary>How old a reading that is shown may be.</summary>
    public TimeSpan MaxAge { get; }

    public HopReader<LogReading> Log { get; }

    public HopReader<IReadOnlyList<long>> Rows { get; }

    public HopReader<long> DeadLetters { get; }

    public HopReader<ProcessorStatus> Processor { get; }

    public HopReader<IReadOnlyDictionary<int, long>?> Settled { get; }

    public ServiceReaders Services { get; }

    public LatencyReader Latency { get; }

    /// <summary>Time since a moment.</summary>
    public TimeSpan Since(TimeSpan moment) => _pipeline.Clock.Elapsed - moment;

    public ValueTask<long> CountDeadLettersAsync(CancellationToken cancellationToken) =>
        _pipeline.Ports.Processor.GetDeadLetterCountAsync(cancellationToken);

    public ValueTask<ProcessorStatus> ReadProcessorAsync(CancellationToken cancellationToken) =>
        _pipeline.Ports.Processor.GetStatusAsync(cancellationToken);

    public ValueTask<IReadOnlyDictionary<int, long>?> ReadSettledAsync(CancellationToken cancellationToken) =>
        _pipeline.Ports.Processor.GetSettledOffsetsAsync(cancellationToken);

    /// <summary>Reads committed and end offsets together, and counts the producers.</summary>
    public async ValueTask<LogReading> ReadLogAsync(CancellationToken cancellationToken)
    {
        // Asked first, so that what is committed is not ahead of the ends where both answer at once.
        Task<IReadOnlyList<long>?> committed = TryReadCommittedAsync(cancellationToken);
        IReadOnlyList<long> ends = await _pipeline.Ports.Log.GetEndOffsetsAsync(cancellationToken).ConfigureAwait(false);
        StreamCounts streams = _streams.Totals;
        TimeSpan countedAt = _pipeline.Clock.Elapsed;
        return new LogReading(new LogPosition(ends, await committed.ConfigureAwait(false)), streams, countedAt);
    }

    /// <summary>Counts rows, with the log's position where that comes soon.</summary>
    public async ValueTask<IReadOnlyList<long>> CountRowsAsync(Task<Reading<LogReading>> log, CancellationToken cancellationToken)
    {
        LogPosition? position = await TimeLimit.RunAsync(
            _timeout / 4,
            _pipeline.Clock.TimeProvider,
            async token => (await log.WaitAsync(token).ConfigureAwait(false)).Value?.Position,
            () => null,
            cancellationToken).ConfigureAwait(false);
        return await _pipeline.Ports.Store.GetRowCountsAsync(position, cancellationToken).ConfigureAwait(false);
    }

    // The group's coordinator may be away while the partitions' leaders answer: that must not make the end offsets unknown.
    private async Task<IReadOnlyList<long>?> TryReadCommittedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await TimeLimit.RunAsync<IReadOnlyList<long>?>(
                _timeout * 3 / 4,
                _pipeline.Clock.TimeProvider,
                async token => await _pipeline.Ports.Log.GetCommittedOffsetsAsync(token).AsTask().WaitAsync(token).ConfigureAwait(false),
                () => null,
                cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException)
        {
            return null;
        }
    }
}
