using EventLogDemo.Engine.Embedded.Log;
using EventLogDemo.Engine.Embedded.Services;
using EventLogDemo.Engine.Embedded.Store;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Embedded.Processing;

/// <summary>
/// The log → store job: a machine that reads the log, writes rows in the store's transaction, commits it, and at intervals
/// takes a checkpoint (rows on disk first, then its offsets committed in the log). It runs while its coordinator and its workers
/// are up. When one of them goes down, its state is lost: it resumes from the committed offsets and repeats what came after.
/// </summary>
internal sealed class EmbeddedProcessor : IStepMachine, IDisposable
{
    private const int RowsPerCommit = 2000;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly EmbeddedLog _log;
    private readonly EmbeddedStore _store;
    private readonly TimeSpan _checkpointInterval;
    private readonly Action<CrashPoint> _atPoint;
    private readonly EventBatch _batch = new(RowsPerCommit);
    private readonly CheckpointProgress _checkpoints;
    private readonly long[] _read;
    private readonly long[] _stored;
    private int _uncommittedRows;
    private int _uncommittedRepeats;
    private int _nextPartition;
    private bool _isAttached;
    private volatile ProcessorState _state = ProcessorState.Stopped;
    private volatile bool _isBackPressured;
    private int _attachCount;
    private long _repeatedCount;
    private volatile bool _restartRequested;

    public EmbeddedProcessor(
        EmbeddedLog log,
        EmbeddedStore store,
        ServicePart coordinator,
        ServicePart workers,
        TimeSpan checkpointInterval,
        Action<CrashPoint>? atPoint = null)
    {
        _log = log;
        _store = store;
        Coordinator = coordinator;
        Workers = workers;
        _checkpointInterval = checkpointInterval;
        _atPoint = atPoint ?? (_ => { });
        _checkpoints = new CheckpointProgress(log.PartitionCount);
        _read = new long[log.PartitionCount];
        _stored = new long[log.PartitionCount];
        log.Committed = Signal;
        foreach (ServicePart part in (ServicePart[])[coordinator, workers, store.Part, log.Part])
        {
            part.Wake(Signal);
        }
    }

    public string Name => "flink";

    public WakeSignal Signal { get; } = new();

    public ServicePart Coordinator { get; }

    public ServicePart Workers { get; }

    public ProcessorStatus Status => new(
        _state,
        _checkpoints.LastCompleted,
        _checkpoints.CompletedCount,
        Math.Max(0, Volatile.Read(ref _attachCount) - 1),
        _isBackPressured,
        Interlocked.Read(ref _repeatedCount));

    /// <summary>Records in the dead-letter place.</summary>
    public long DeadLetterCount => _store.DeadLetterCount;

    /// <summary>By partition, the offset below which rows are in the store; null while the job is not attached to log and store.</summary>
    public IReadOnlyDictionary<int, long>? SettledOffsets
    {
        get
        {
            lock (_gate)
            {
                return _isAttached ? _stored.Index().ToDictionary(entry => entry.Index, entry => entry.Item) : null;
            }
        }
    }

    /// <summary>Restarts the job from its last checkpoint at the next step.</summary>
    public void RequestRestart()
    {
        _restartRequested = true;
        Signal.Set();
    }

    /// <summary>Takes a checkpoint at the next step, whether or not it is due.</summary>
    public void RequestCheckpoint()
    {
        _checkpoints.Request();
        Signal.Set();
    }

    public TimeSpan Step(StepTime now)
    {
        lock (_gate)
        {
            return Work(now);
        }
    }

    /// <summary>Stops the work in progress, as when the workers have gone down. After the call no step does any work until both parts are up.</summary>
    public void Halt()
    {
        lock (_gate)
        {
            Detach();
        }
    }

    public void Dispose()
    {
        Halt();
        Signal.Dispose();
    }

    private TimeSpan Work(StepTime now)
    {
        if (Coordinator.IsDown || Workers.IsDown || _restartRequested)
        {
            _restartRequested = false;
            Detach();
            return Coordinator.IsDown || Workers.IsDown ? StepTime.Never : now.Elapsed;
        }

        if (!Coordinator.IsReady || !Workers.IsReady)
        {
            return StepTime.Never;
        }

        if (!_isAttached && !TryAttach(now))
        {
            return now.Elapsed + RetryAfter;
        }

        _checkpoints.Observe(_log.CommittedOffsets, now);
        bool isDue = _checkpoints.IsDue(now, _stored);
        if (_uncommittedRows < RowsPerCommit && Fetch(out int partition))
        {
            return Write(partition, isDue, now);
        }

        if (_uncommittedRows > 0 || isDue)
        {
            return Commit(isDue, now);
        }

        return _checkpoints.NextAt(now, _stored);
    }

    private bool TryAttach(StepTime now)
    {
        if (!_log.Part.IsReady)
        {
            _state = ProcessorState.Restarting;
            return false;
        }

        IReadOnlyList<long> committed = _log.CommittedOffsets;
        for (int partition = 0; partition < _read.Length; partition++)
        {
            _read[partition] = _stored[partition] = committed[partition];
        }

        _checkpoints.Start(committed, now, _checkpointInterval);
        _isAttached = true;
        _isBackPressured = false;
        _state = ProcessorState.Running;
        Interlocked.Increment(ref _attachCount);
        return true;
    }

    private void Detach()
    {
        if (_isAttached)
        {
            _store.Rollback();
            _log.DropRequest();
            _uncommittedRows = _uncommittedRepeats = 0;
            _isAttached = false;
        }

        _isBackPressured = false;
        _state = ProcessorState.Stopped;
    }

    private bool Fetch(out int partition)
    {
        for (int tried = 0; tried < _read.Length; tried++)
        {
            partition = _nextPartition;
            _nextPartition = (_nextPartition + 1) % _read.Length;
            if (_read[partition] < _log.EndOffsets[partition]
                && _log.TryRead(partition, _read[partition], _batch, out _)
                && _batch.Count > 0)
            {
                return true;
            }
        }

        partition = -1;
        return false;
    }

    private TimeSpan Write(int partition, bool isDurable, StepTime now)
    {
        StoreResult result = _store.Write(
            partition, _batch, now.UtcMicroseconds, isDurable, continues: _uncommittedRows > 0, out int repeated);
        if (result != StoreResult.Done)
        {
            return HoldBack(result, now);
        }

        _isBackPressured = false;
        _read[partition] = _batch[_batch.Count - 1].Offset + 1;
        _uncommittedRows += _batch.Count;
        _uncommittedRepeats += repeated;
        _atPoint(CrashPoint.Store);
        return now.Elapsed;
    }

    private TimeSpan Commit(bool isDue, StepTime now)
    {
        StoreResult result = _store.Commit(isDue, continues: _uncommittedRows > 0);
        if (result != StoreResult.Done)
        {
            return HoldBack(result, now);
        }

        _isBackPressured = false;
        Interlocked.Add(ref _repeatedCount, _uncommittedRepeats);
        _uncommittedRows = _uncommittedRepeats = 0;
        _read.CopyTo(_stored, 0);
        if (isDue)
        {
            _atPoint(CrashPoint.Checkpoint);
            _log.RequestCommit(_stored);
            _checkpoints.Begin(_stored, now);
        }

        return now.Elapsed;
    }

    // A refused transaction is gone with its rows, so they are read again; one without a response is still open.
    private TimeSpan HoldBack(StoreResult result, StepTime now)
    {
        _isBackPressured = true;
        if (result == StoreResult.Refused)
        {
            _stored.CopyTo(_read, 0);
            _uncommittedRows = _uncommittedRepeats = 0;
        }

        return now.Elapsed + RetryAfter;
    }
}
