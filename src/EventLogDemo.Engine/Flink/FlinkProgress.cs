namespace EventLogDemo.Engine.Flink;

/// <summary>
/// Counts checkpoints and restarts since this process attached. Flink's own counters restart at zero with every job, and a jobmanager
/// that comes back creates a new job, which counts as a restart. What a job did between the last observation and its end is unknown.
/// </summary>
internal sealed class FlinkProgress
{
    private readonly Lock _gate = new();
    private (string Id, long StartTime)? _job;
    private Reading _now;
    private Reading _base;
    private long _earlierCheckpoints;
    private long _earlierRestarts;
    private DateTimeOffset? _lastCheckpoint;

    /// <summary>Adds an observation of the job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="checkpoints">Completed checkpoints, by the job's own counter.</param>
    /// <param name="restarts">Restarts, by the job's own counter; null when it does not report them yet.</param>
    /// <param name="lastCheckpoint">When its last checkpoint completed, or null if none has.</param>
    public void Observe(JobResponse job, long checkpoints, long? restarts, DateTimeOffset? lastCheckpoint)
    {
        lock (_gate)
        {
            (string, long) key = (job.Id, job.StartTime);
            if (_job is null)
            {
                _base = new Reading(checkpoints, restarts);
            }
            else if (_job != key)
            {
                _earlierCheckpoints += _now.Checkpoints - _base.Checkpoints;
                _earlierRestarts += Since(_now.Restarts, _base.Restarts) + 1;
                _base = new Reading(0, 0);
                _now = _base;
            }

            _job = key;
            _base = _base with { Restarts = _base.Restarts ?? restarts };
            // Two observations may arrive out of order.
            _now = new Reading(
                Math.Max(_now.Checkpoints, checkpoints), restarts is null ? _now.Restarts : Math.Max(_now.Restarts ?? 0, restarts.Value));
            _lastCheckpoint = lastCheckpoint > _lastCheckpoint || _lastCheckpoint is null ? lastCheckpoint : _lastCheckpoint;
        }
    }

    /// <summary>The counts so far.</summary>
    public (long Checkpoints, long Restarts, DateTimeOffset? LastCheckpoint) Read()
    {
        lock (_gate)
        {
            return (
                _earlierCheckpoints + _now.Checkpoints - _base.Checkpoints,
                _earlierRestarts + Since(_now.Restarts, _base.Restarts),
                _lastCheckpoint);
        }
    }

    private static long Since(long? now, long? start) => now - start ?? 0;

    private readonly record struct Reading(long Checkpoints, long? Restarts);
}
