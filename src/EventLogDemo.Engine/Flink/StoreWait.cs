namespace EventLogDemo.Engine.Flink;

/// <summary>Detects from the sink's counters that its writers wait for the store: they retry and write nothing.</summary>
internal sealed class StoreWait
{
    private readonly Lock _gate = new();
    private (string Job, SinkCounters Counters)? _last;
    private bool _isWaiting;

    /// <summary>Adds an observation of a job's counters; null when they are unknown.</summary>
    /// <returns>Whether the writers wait.</returns>
    public bool Observe(string job, SinkCounters? counters)
    {
        lock (_gate)
        {
            // Between two retries nothing changes, and a counter that decreased belongs to a restarted task.
            _isWaiting = (_last, counters) switch
            {
                (_, null) => false,
                ({ } last, _) when last.Job != job => false,
                ({ } last, _) when counters.RowsWritten != last.Counters.RowsWritten => false,
                ({ } last, _) when counters.RowsRetried > last.Counters.RowsRetried => true,
                _ => _isWaiting,
            };
            _last = counters is null ? null : (job, counters);
            return _isWaiting;
        }
    }
}
