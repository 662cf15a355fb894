namespace EventLogDemo.Engine.Pipelines;

/// <summary>
/// The log → store job, observed and, where the environment can, controlled. Any processor is at-least-once with checkpoints:
/// committed offsets never pass rows that are not stored, after a failure it resumes from the last checkpoint and repeats what
/// came after, and a record that it cannot store goes to a dead-letter place with the reason and never stops the job.
/// </summary>
public interface IEventProcessor
{
    /// <summary>The job's present state.</summary>
    ValueTask<ProcessorStatus> GetStatusAsync(CancellationToken cancellationToken);

    /// <summary>
    /// By partition, the offset below which all that the job has taken since its tasks began is settled: stored, or a dead letter.
    /// A partition that it has taken nothing of since then is missing: of what was stored before, the counters of its tasks know nothing.
    /// </summary>
    /// <returns>The offsets, or null where the job does not tell them.</returns>
    ValueTask<IReadOnlyDictionary<int, long>?> GetSettledOffsetsAsync(CancellationToken cancellationToken);

    /// <summary>Takes a checkpoint now and waits until it is complete.</summary>
    ValueTask CheckpointAsync(CancellationToken cancellationToken);

    /// <summary>Restarts the job from its last checkpoint.</summary>
    ValueTask RestartAsync(CancellationToken cancellationToken);
}

/// <summary>State of a processing job, in Flink's words.</summary>
public enum ProcessorState
{
    /// <summary>Not running: its coordinator or its workers are down.</summary>
    Stopped,

    /// <summary>Coming back from the last checkpoint.</summary>
    Restarting,

    /// <summary>Running.</summary>
    Running,
}

/// <summary>A moment of a processing job.</summary>
/// <param name="State">State of the job.</param>
/// <param name="LastCheckpoint">When the last checkpoint completed (UTC), or null when none has.</param>
/// <param name="CheckpointCount">Checkpoints completed since this process attached.</param>
/// <param name="RestartCount">Restarts since this process attached.</param>
/// <param name="IsBackPressured">Whether it waits for the store.</param>
/// <param name="RepeatedCount">Rows that were processed again after a restart and found in the store.</param>
/// <param name="DeadLetterCount">Records in the dead-letter place.</param>
public sealed record ProcessorStatus(
    ProcessorState State,
    DateTimeOffset? LastCheckpoint,
    long CheckpointCount,
    long RestartCount,
    bool IsBackPressured,
    long RepeatedCount,
    long DeadLetterCount);
