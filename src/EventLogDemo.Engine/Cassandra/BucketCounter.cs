using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Cassandra;

/// <summary>
/// Counts the rows of a pipeline by its buckets. A full bucket is closed and never asked for again. One that was counted after the processor
/// had committed all of it is settled: what it lacks are dead letters, so a few of those are looked at in turn. The others are looked at with
/// every count. What a count learnt is kept also when it was given up, so that the next one goes on from there.
/// </summary>
/// <remarks>Not safe for two counts at once: the store lets one in after the other.</remarks>
internal sealed class BucketCounter
{
    /// <summary>Questions under way at once.</summary>
    /// <value>8: enough to hide the way to the node, few enough that each is answered within a request timeout.</value>
    internal const int MaxInFlight = 8;

    private readonly IBucketRows _rows;
    private readonly PartitionBuckets[] _partitions;
    private int _nextSettled;

    public BucketCounter(IBucketRows rows, PipelineManifest manifest)
    {
        _rows = rows;
        _partitions =
        [
            .. manifest.OriginOffsets.Select((origin, partition) => new PartitionBuckets(partition, origin, manifest.BucketSize)),
        ];
    }

    /// <summary>Buckets that are closed, of each partition.</summary>
    public IReadOnlyList<IntervalSet> Closed => [.. _partitions.Select(partition => partition.Closed)];

    /// <summary>Buckets that are closed, in all.</summary>
    public long ClosedCount => _partitions.Sum(partition => partition.Closed.Count);

    /// <summary>Takes over what an earlier counter had closed.</summary>
    public void Restore(IReadOnlyList<IntervalSet> closed)
    {
        foreach ((PartitionBuckets partition, IntervalSet buckets) in _partitions.Zip(closed))
        {
            partition.Restore(buckets);
        }
    }

    /// <summary>The bucket behind the last that a partition is known to reach.</summary>
    public long EndOf(int partition) => _partitions[partition].End;

    /// <summary>Rows of each partition below its end offset, and those that came meanwhile into the same buckets.</summary>
    /// <param name="ends">End offsets of the log; null where they are not known.</param>
    /// <param name="committed">
    /// Offsets below which everything is stored or a dead letter; null where they are not known. With them only a few buckets ahead are
    /// looked at, and not all that a backlog will fill.
    /// </param>
    /// <param name="cancellationToken">Gives up; what was learnt is kept.</param>
    public async ValueTask<IReadOnlyList<long>> CountAsync(
        IReadOnlyList<long>? ends, IReadOnlyList<long>? committed, CancellationToken cancellationToken)
    {
        IReadOnlyList<long>? reached = committed is null || ends is null ? ends : [.. committed.Zip(ends, Math.Min)];
        foreach (PartitionBuckets partition in _partitions)
        {
            partition.Reach(reached?[partition.Partition] ?? 0);
        }

        await RefreshAsync(ChooseOpen(), committed, cancellationToken).ConfigureAwait(false);
        if (ends is null || committed is not null)
        {
            await LookAheadAsync(ends, committed, cancellationToken).ConfigureAwait(false);
        }

        return [.. _partitions.Select(partition => partition.Rows)];
    }

    /// <summary>All that may have changed, and some of the settled ones: offsets can be committed by others than the job.</summary>
    private List<BucketCount> ChooseOpen()
    {
        ILookup<bool, BucketCount> open = _partitions.SelectMany(partition => partition.Open).ToLookup(bucket => bucket.IsSettled);
        List<BucketCount> settled = [.. open[true]];
        List<BucketCount> chosen = [.. open[false]];
        for (int i = 0; i < Math.Min(MaxInFlight, settled.Count); i++)
        {
            chosen.Add(settled[_nextSettled++ % settled.Count]);
        }

        _nextSettled %= Math.Max(1, settled.Count);
        return chosen;
    }

    /// <summary>
    /// Beyond what is committed, or without end offsets, the last buckets are where nothing more is found. A partition is written in order,
    /// so nothing is behind two empty buckets but where that many events in a row were dead letters; those are counted once they are committed.
    /// </summary>
    private async ValueTask LookAheadAsync(
        IReadOnlyList<long>? ends, IReadOnlyList<long>? committed, CancellationToken cancellationToken)
    {
        while (_partitions.Where(IsToReachFurther).ToList() is { Count: > 0 } further)
        {
            await RefreshAsync([.. further.SelectMany(partition => partition.Last)], committed, cancellationToken).ConfigureAwait(false);
        }

        bool IsToReachFurther(PartitionBuckets partition) =>
            partition.ReachFurther(committed?[partition.Partition] ?? 0, ends?[partition.Partition] ?? long.MaxValue);
    }

    private async ValueTask RefreshAsync(
        IReadOnlyList<BucketCount> buckets, IReadOnlyList<long>? committed, CancellationToken cancellationToken)
    {
        ParallelOptions options = new() { MaxDegreeOfParallelism = MaxInFlight, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForEachAsync(
                buckets, options, (bucket, token) => bucket.RefreshAsync(_rows, committed, token)).ConfigureAwait(false);
        }
        finally
        {
            foreach (PartitionBuckets partition in _partitions)
            {
                partition.CloseFull();
            }
        }
    }
}
