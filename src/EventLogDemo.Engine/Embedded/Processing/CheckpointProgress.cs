using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Embedded.Processing;

/// <summary>When checkpoints are due, which one is in progress and how many have completed. Stepped by one thread, read by any.</summary>
internal sealed class CheckpointProgress(int partitionCount)
{
    private readonly long[] _target = new long[partitionCount];
    private TimeSpan _interval;
    private TimeSpan _dueAt;
    private bool _isUnderWay;
    private volatile bool _isRequested;
    private long _completedCount;
    private long _lastCompletedTicks;

    public long CompletedCount => Interlocked.Read(ref _completedCount);

    public DateTimeOffset? LastCompleted =>
        Interlocked.Read(ref _lastCompletedTicks) is > 0 and long ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Starts counting from committed offsets.</summary>
    public void Start(IReadOnlyList<long> committed, StepTime now, TimeSpan interval)
    {
        for (int partition = 0; partition < _target.Length; partition++)
        {
            _target[partition] = committed[partition];
        }

        _interval = interval;
        _dueAt = now.Elapsed + interval;
        _isUnderWay = false;
    }

    /// <summary>Makes the next checkpoint due at once.</summary>
    public void Request() => _isRequested = true;

    /// <summary>Whether a checkpoint is due and there is something new to commit.</summary>
    public bool IsDue(StepTime now, long[] stored) =>
        !_isUnderWay && (_isRequested || (now.Elapsed >= _dueAt && !_target.AsSpan().SequenceEqual(stored)));

    /// <summary>Records that a checkpoint has started with these offsets.</summary>
    public void Begin(long[] offsets, StepTime now)
    {
        offsets.CopyTo(_target, 0);
        _dueAt = now.Elapsed + _interval;
        _isUnderWay = true;
        _isRequested = false;
    }

    /// <summary>Completes the checkpoint in progress when the log has its offsets.</summary>
    public void Observe(IReadOnlyList<long> committed, StepTime now)
    {
        if (!_isUnderWay)
        {
            return;
        }

        for (int partition = 0; partition < _target.Length; partition++)
        {
            if (committed[partition] < _target[partition])
            {
                return;
            }
        }

        _isUnderWay = false;
        Interlocked.Exchange(ref _lastCompletedTicks, now.Utc.UtcTicks);
        Interlocked.Increment(ref _completedCount);
    }

    /// <summary>When to check again: <see cref="StepTime.Never"/> while everything is committed.</summary>
    public TimeSpan NextAt(StepTime now, long[] stored) =>
        _isUnderWay || _target.AsSpan().SequenceEqual(stored) ? StepTime.Never : _dueAt > now.Elapsed ? _dueAt : now.Elapsed;
}
