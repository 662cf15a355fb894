namespace EventLogDemo.Engine.Streams;

/// <summary>
/// Outcomes of a stream's events at one moment. Always:
/// <c>Attempted = Acked + Failed + Unknown + Buffered + Dropped</c>.
/// </summary>
/// <param name="Attempted">Events produced: accepted by the producer, or dropped.</param>
/// <param name="Acked">Persisted by the log.</param>
/// <param name="Failed">Certainly not persisted.</param>
/// <param name="Unknown">Possibly persisted.</param>
/// <param name="Buffered">Accepted and not settled yet.</param>
/// <param name="Dropped">Discarded because the buffer was full.</param>
/// <param name="TooLarge">Items of the source that exceed the maximum event size; they are not events and not part of the sum.</param>
public readonly record struct StreamCounts(
    long Attempted, long Acked, long Failed, long Unknown, long Buffered, long Dropped, long TooLarge)
{
    /// <summary>Adds the counts of two streams.</summary>
    public static StreamCounts operator +(StreamCounts left, StreamCounts right) => new(
        left.Attempted + right.Attempted,
        left.Acked + right.Acked,
        left.Failed + right.Failed,
        left.Unknown + right.Unknown,
        left.Buffered + right.Buffered,
        left.Dropped + right.Dropped,
        left.TooLarge + right.TooLarge);
}
