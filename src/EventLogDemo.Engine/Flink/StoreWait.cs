namespace EventLogDemo.Engine.Flink;

/// <summary>Tells from the sink's counters whether its writers wait for the store: they retry, and write nothing.</summary>
internal sealed class StoreWait
{
    private readonly Lock _gate = new();
    private (string Job, SinkCounters Counters)? _last;
    private bool _isWaiting;

    /// <summary>Takes the counters of a job into account; null where they are not known.</summary>
    /// <returns>Whether the writers wait.</returns>
    public bool Learn(string job, SinkCounters? counters)
    {
        lock (_gate)
        {
            // Between two retries nothing moves, and a counter that went back is that of a task that begins anew.
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
