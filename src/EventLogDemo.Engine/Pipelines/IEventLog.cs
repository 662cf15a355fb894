namespace EventLogDemo.Engine.Pipelines;

/// <summary>The event log of a pipeline: one topic with partitions of dense offsets.</summary>
/// <remarks>
/// Every method but <see cref="OpenAppenderAsync"/> and <see cref="OpenReader"/> throws <see cref="ServiceUnavailableException"/> where the log is down and
/// <see cref="ServiceTimeoutException"/> where it does not answer within the pipeline's request timeout.
/// </remarks>
public interface IEventLog
{
    /// <summary>Partitions of the topic, numbered from 0.</summary>
    int PartitionCount { get; }

    /// <summary>
    /// Opens an appender: the producer's side, with a bounded buffer of its own. That needs no answer from the log: while it is
    /// down, the appender buffers.
    /// </summary>
    /// <param name="options">Limits and batching.</param>
    /// <param name="onDelivery">
    /// Called once for every event that was appended, in ranges, from a thread of the log or of the caller. Must be quick and must not throw.
    /// </param>
    /// <param name="cancellationToken">Ends the opening.</param>
    ValueTask<IEventAppender> OpenAppenderAsync(
        AppenderOptions options, Action<DeliveryReport> onDelivery, CancellationToken cancellationToken);

    /// <summary>Opens a reader. That needs no answer from the log.</summary>
    IEventReader OpenReader();

    /// <summary>The first offset still held, of each partition.</summary>
    ValueTask<IReadOnlyList<long>> GetEarliestOffsetsAsync(CancellationToken cancellationToken);

    /// <summary>The offset that the next event will get, of each partition.</summary>
    ValueTask<IReadOnlyList<long>> GetEndOffsetsAsync(CancellationToken cancellationToken);

    /// <summary>The offset up to which the processor has committed its work, of each partition.</summary>
    ValueTask<IReadOnlyList<long>> GetCommittedOffsetsAsync(CancellationToken cancellationToken);
}
