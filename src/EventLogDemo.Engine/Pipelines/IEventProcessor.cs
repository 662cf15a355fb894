namespace EventLogDemo.Engine.Pipelines;

/// <summary>
/// The log → store job, observed and, where the environment supports it, controlled. Any processor is at-least-once with checkpoints:
/// committed offsets never pass rows that are not stored, after a failure it resumes from the last checkpoint and repeats what
/// came after, and a record that it cannot store becomes a dead letter with the reason and never stops the job.
/// </summary>
public interface IEventProcessor
{
    /// <summary>The job's current state.</summary>
    ValueTask<ProcessorStatus> GetStatusAsync(CancellationToken cancellationToken);

    /// <summary>Distinct records in the dead-letter place.</summary>
    ValueTask<long> GetDeadLetterCountAsync(CancellationToken cancellationToken);

    /// <summary>
    /// By partition, the offset below which everything that the job has read since its tasks started is settled: stored, or a dead letter.
    /// A partition from which it has read nothing since then is missing: its tasks' counters do not include what was stored before.
    /// </summary>
    /// <returns>The offsets, or null when the job does not report them.</returns>
    ValueTask<IReadOnlyDictionary<int, long>?> GetSettledOffsetsAsync(CancellationToken cancellationToken);

    /// <summary>Takes a checkpoint and waits until it is complete.</summary>
    ValueTask CheckpointAsync(CancellationToken cancellationToken);

    /// <summary>Restarts the job from its last checkpoint.</summary>
    ValueTask RestartAsync(CancellationToken cancellationToken);
}

/// <summary>State of a processing job, in Flink's terms.</summary>
public enum ProcessorState
{
    /// <summary>Not running: its coordinator or its workers are down.</summary>
    Stopped,

    /// <summary>Restoring the last checkpoint.</summary>
    Restarting,

    /// <summary>Running.</summary>
    Running,
}

/// <summary>Status of a processing job at one point in time.</summary>
/// <param name="State">State of the job.</param>
/// <param name="LastCheckpoint">When the last checkpoint completed (UTC), or null if none has.</param>
/// <param name="CheckpointCount">Checkpoints completed since this process attached.</param>
/// <param name="RestartCount">Restarts since this process attached.</param>
/// <param name="IsBackPressured">Whether it waits for the store.</param>
/// <param name="RepeatedCount">Rows that were processed again after a restart and were in the store already.</param>
public sealed record ProcessorStatus(
    ProcessorState State,
    DateTimeOffset? LastCheckpoint,
    long CheckpointCount,
    long RestartCount,
    bool IsBackPressured,
    long RepeatedCount);
