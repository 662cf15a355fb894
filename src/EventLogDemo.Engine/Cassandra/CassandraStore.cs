using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Cassandra;

/// <summary>
/// The rows that the job wrote, counted and read by buckets. Nothing is asked of the node before the first question, and after
/// the node was away the next question works again.
/// </summary>
internal sealed class CassandraStore : ICassandraStore
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(5);

    private readonly IStoreSession _session;
    private readonly PipelineManifest _manifest;
    private readonly Func<CancellationToken, ValueTask<IReadOnlyList<long>>> _readEnds;
    private readonly ClosedBuckets? _closed;
    private readonly StepClock _clock;
    private readonly TimeSpan _endsTimeout;
    private readonly BucketCounter _counter;
    private readonly BucketReader _reader;
    private readonly SemaphoreSlim _turn = new(1);
    private Guid? _table;
    private long _savedCount;
    private TimeSpan _savedAt;

    /// <summary>Makes a store over a session, which it takes over.</summary>
    /// <param name="session">How the node is asked.</param>
    /// <param name="manifest">The pipeline: topic, origins, bucket size.</param>
    /// <param name="readEnds">End offsets of the log, which say what buckets there can be.</param>
    /// <param name="closed">Remembers full buckets between processes, or null.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="requestTimeout">Longest wait for one answer.</param>
    public CassandraStore(
        IStoreSession session,
        PipelineManifest manifest,
        Func<CancellationToken, ValueTask<IReadOnlyList<long>>> readEnds,
        ClosedBuckets? closed,
        StepClock clock,
        TimeSpan requestTimeout)
    {
        _session = session;
        _manifest = manifest;
        _readEnds = readEnds;
        _closed = closed;
        _clock = clock;
        _endsTimeout = requestTimeout / 4;
        _counter = new BucketCounter(session, manifest);
        _reader = new BucketReader(session, manifest.BucketSize);
        _savedAt = clock.Now().Elapsed;
    }

    public bool CanRead => true;

    public async ValueTask<IReadOnlyList<long>> GetRowCountsAsync(LogPosition? log, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await RestoreAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyList<long>? ends = log?.EndOffsets ?? await TryReadEndsAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await _counter.CountAsync(ends, log?.CommittedOffsets, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                Save(isLast: false);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public IEventReader OpenReader() =>
        new CassandraReader(_reader, _manifest.BucketSize, _manifest.OriginOffsets.Count, _counter.EndOf, TryReadEndsAsync);

    public async ValueTask CheckSchemaAsync(CancellationToken cancellationToken) =>
        _ = await _session.FindTableAsync(cancellationToken).ConfigureAwait(false);

    public ValueTask ProbeAsync(CancellationToken cancellationToken) => _session.ProbeAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        Save(isLast: true);
        await _session.DisposeAsync().ConfigureAwait(false);
        // Whoever waits for a turn learns that the session is closed.
        _turn.Release();
    }

    private async ValueTask RestoreAsync(CancellationToken cancellationToken)
    {
        if (_table is not null)
        {
            return;
        }

        Guid table = await _session.FindTableAsync(cancellationToken).ConfigureAwait(false);
        if (_closed is not null)
        {
            _counter.Restore(_closed.Load(table));
            _savedCount = _counter.ClosedCount;
        }

        _table = table;
    }

    /// <summary>The log's end offsets, or null where it does not tell: the store is counted also while the log is down.</summary>
    private async ValueTask<IReadOnlyList<long>?> TryReadEndsAsync(CancellationToken cancellationToken)
    {
        using TimeLimit limit = new(_endsTimeout, _clock.TimeProvider, cancellationToken);
        try
        {
            IReadOnlyList<long> ends = await _readEnds(limit.Token).AsTask().WaitAsync(limit.Token).ConfigureAwait(false);
            return ends.Count == _manifest.OriginOffsets.Count ? ends : null;
        }
        catch (EngineException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private void Save(bool isLast)
    {
        TimeSpan now = _clock.Now().Elapsed;
        if (_closed is not null && _table is { } table && _counter.ClosedCount > _savedCount && (isLast || now - _savedAt >= SaveEvery))
        {
            _closed.Save(table, _counter.Closed);
            _savedCount = _counter.ClosedCount;
            _savedAt = now;
        }
    }
}
