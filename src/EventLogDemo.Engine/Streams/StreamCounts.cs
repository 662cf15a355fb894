namespace EventLogDemo.Engine.Streams;

/// <summary>
/// What became of a stream's events at one moment. Always:
/// <c>Attempted = Acked + Failed + Unknown + Buffered + Dropped</c>.
/// </summary>
/// <param name="Attempted">Events produced: taken by the producer, or dropped.</param>
/// <param name="Acked">Persisted by the log.</param>
/// <param name="Failed">Certainly not persisted.</param>
/// <param name="Unknown">Possibly persisted.</param>
/// <param name="Buffered">Taken and not settled yet.</param>
/// <param name="Dropped">Thrown away because the buffer was full.</param>
/// <param name="TooLarge">Items of the source that were larger than an event may be; they are not events and not in the sum.</param>
public readonly record struct StreamCounts(
    long Attempted, long Acked, long Failed, long Unknown, long Buffered, long Dropped, long TooLarge)
{
    /// <summary>The counts of two streams together.</summary>
    public static StreamCounts operator +(StreamCounts left, StreamCounts right) => new(
        left.Attempted + right.Attempted,
        left.Acked + right.Acked,
        left.Failed + right.Failed,
        left.Unknown + right.Unknown,
        left.Buffered + right.Buffered,
        left.Dropped + right.Dropped,
        left.TooLarge + right.TooLarge);
}
