namespace EventLogDemo.Engine.Pipelines;

/// <summary>How far a log and its processor were, read together.</summary>
/// <param name="EndOffsets">The offset that the next event will get, of each partition.</param>
/// <param name="CommittedOffsets">The offset up to which the processor has committed its work, of each partition; null where it is not known.</param>
public sealed record LogPosition(IReadOnlyList<long> EndOffsets, IReadOnlyList<long>? CommittedOffsets)
{
    /// <summary>Events that are not committed, or null. The two may have been read at different moments: below 0 is 0.</summary>
    public long? Lag => CommittedOffsets is null ? null : Above(EndOffsets, CommittedOffsets);

    /// <summary>How far all partitions together are above others; a partition that is below counts as 0.</summary>
    public static long Above(IReadOnlyList<long> high, IReadOnlyList<long> low) =>
        high.Zip(low, (above, below) => Math.Max(0, above - below)).Sum();
}
