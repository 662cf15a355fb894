namespace EventLogDemo.Engine.Pipelines;

/// <summary>The event log of a pipeline: one topic with partitions of dense offsets.</summary>
/// <remarks>
/// Every method but <see cref="OpenAppenderAsync"/> and <see cref="OpenReader"/> throws <see cref="ServiceUnavailableException"/> when the log is
/// down and <see cref="ServiceTimeoutException"/> when it does not answer within the pipeline's request timeout.
/// </remarks>
public interface IEventLog
{
    /// <summary>Partitions of the topic, numbered from 0.</summary>
    int PartitionCount { get; }

    /// <summary>
    /// Opens an appender: the producer's side, with a bounded buffer of its own. The log need not answer: while it is
    /// down, the appender buffers.
    /// </summary>
    /// <param name="options">Limits and batching.</param>
    /// <param name="onDelivery">
    /// Called once for every event that was appended, in ranges, from a thread of the log or of the caller. Must be quick and must not throw.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<IEventAppender> OpenAppenderAsync(
        AppenderOptions options, Action<DeliveryReport> onDelivery, CancellationToken cancellationToken);

    /// <summary>Opens a reader. The log need not answer.</summary>
    IEventReader OpenReader();

    /// <summary>The first available offset of each partition.</summary>
    ValueTask<IReadOnlyList<long>> GetEarliestOffsetsAsync(CancellationToken cancellationToken);

    /// <summary>The offset of the next event of each partition.</summary>
    ValueTask<IReadOnlyList<long>> GetEndOffsetsAsync(CancellationToken cancellationToken);

    /// <summary>The offset up to which the processor has committed its work, for each partition.</summary>
    ValueTask<IReadOnlyList<long>> GetCommittedOffsetsAsync(CancellationToken cancellationToken);
}
