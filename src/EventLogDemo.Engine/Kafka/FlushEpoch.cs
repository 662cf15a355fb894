namespace EventLogDemo.Engine.Kafka;

/// <summary>The events that were appended between two flushes, counted until they have been reported.</summary>
internal sealed class FlushEpoch
{
    private long _outstanding;

    /// <summary>An epoch without events.</summary>
    public static FlushEpoch None { get; } = new();

    public bool IsEmpty => Interlocked.Read(ref _outstanding) == 0;

    public void Add(long events) => Interlocked.Add(ref _outstanding, events);
}

/// <summary>Completes each flush when everything that was appended before it has been reported.</summary>
internal sealed class FlushEpochs
{
    private readonly Lock _gate = new();
    private readonly Queue<(FlushEpoch Epoch, TaskCompletionSource Done)> _waiting = [];
    private volatile FlushEpoch _current = new();
    private volatile bool _isAnyWaiting;

    /// <summary>The epoch in which an event that is appended now is counted.</summary>
    public FlushEpoch Current => _current;

    /// <summary>Whether a flush is waiting.</summary>
    public bool IsAnyWaiting => _isAnyWaiting;

    /// <summary>Waits for everything that has been appended so far.</summary>
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

    /// <summary>Completes the flushes that have nothing left to wait for. To be called after events have been reported.</summary>
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
