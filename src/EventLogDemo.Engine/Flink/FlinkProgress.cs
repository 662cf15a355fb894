namespace EventLogDemo.Engine.Flink;

/// <summary>
/// Counts checkpoints and restarts since this process attached. Flink's own counters begin anew with every job, and a jobmanager
/// that comes back makes a new job: that is a restart too. What a job did between the last look and its end is not known.
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

    /// <summary>Takes a look at the job into account.</summary>
    /// <param name="job">The job.</param>
    /// <param name="checkpoints">Checkpoints completed, by its own counter.</param>
    /// <param name="restarts">Restarts, by its own counter; null where it does not tell yet.</param>
    /// <param name="lastCheckpoint">When its last checkpoint completed, or null when none has.</param>
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
            // Two looks may come in the wrong order.
            _now = new Reading(
                Math.Max(_now.Checkpoints, checkpoints), restarts is null ? _now.Restarts : Math.Max(_now.Restarts ?? 0, restarts.Value));
            _lastCheckpoint = lastCheckpoint > _lastCheckpoint || _lastCheckpoint is null ? lastCheckpoint : _lastCheckpoint;
        }
    }

    /// <summary>What is known.</summary>
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
