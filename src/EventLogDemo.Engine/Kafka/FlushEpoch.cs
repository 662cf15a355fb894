namespace EventLogDemo.Engine.Kafka;

/// <summary>The events that were appended between two flushes, counted until they have been reported.</summary>
internal sealed class FlushEpoch
{
    private long _outstanding;

    /// <summary>Stands for no event at all.</summary>
    public static FlushEpoch None { get; } = new();

    public bool IsEmpty => Interlocked.Read(ref _outstanding) == 0;

    public void Add(long events) => Interlocked.Add(ref _outstanding, events);
}

/// <summary>Ends each flush when everything that was appended before it has been reported.</summary>
internal sealed class FlushEpochs
{
    private readonly Lock _gate = new();
    private readonly Queue<(FlushEpoch Epoch, TaskCompletionSource Done)> _waiting = [];
    private volatile FlushEpoch _current = new();
    private volatile bool _isAnyWaiting;

    /// <summary>Where an event that is appended now is counted.</summary>
    public FlushEpoch Current => _current;

    /// <summary>Whether anybody waits.</summary>
    public bool IsAnyWaiting => _isAnyWaiting;

    /// <summary>Waits for everything that was appended up to now.</summary>
    public Task Flush()
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Enqueue((_current, done));
            _current = new FlushEpoch();
            _isAnyWaiting = true;
        }

        Settle();
        return done.Task;
    }

    /// <summary>Ends the flushes that have nothing more to wait for. To be called after events have been reported.</summary>
    public void Settle()
    {
        if (!_isAnyWaiting)
        {
            return;
        }

        lock (_gate)
        {
            while (_waiting.TryPeek(out (FlushEpoch Epoch, TaskCompletionSource Done) first) && first.Epoch.IsEmpty)
            {
                _waiting.Dequeue();
                first.Done.SetResult();
            }

            _isAnyWaiting = _waiting.Count > 0;
        }
    }
}
