using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Cassandra;

/// <summary>The buckets of one partition from its origin on: which are closed, and what is known of the others.</summary>
/// <param name="partition">Number of the partition.</param>
/// <param name="origin">The offset from which on rows count.</param>
/// <param name="bucketSize">Offsets of a bucket.</param>
internal sealed class PartitionBuckets(int partition, long origin, int bucketSize)
{
    private const int LookAhead = 2;

    private readonly long _first = origin / bucketSize;
    private readonly SortedDictionary<long, BucketCount> _open = [];
    private long _end = origin / bucketSize;

    public int Partition { get; } = partition;

    /// <summary>The bucket behind the last that was reached. Read from other threads.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>Buckets that are full.</summary>
    public IntervalSet Closed { get; } = new();

    public IReadOnlyCollection<BucketCount> Open => _open.Values;

    /// <summary>The last buckets that were reached, as far as they are open.</summary>
    public IEnumerable<BucketCount> Last =>
        _open.Where(bucket => bucket.Key >= _end - LookAhead).Select(bucket => bucket.Value);

    /// <summary>Rows as of the last look.</summary>
    public long Rows => _open.Values.Sum(bucket => bucket.Rows) + (Closed.Count * bucketSize)
        - (Closed.Contains(_first) ? origin % bucketSize : 0);

    /// <summary>Takes over closed buckets.</summary>
    public void Restore(IntervalSet closed)
    {
        foreach (Interval range in closed.Ranges)
        {
            Closed.Add(range.Start, range.End);
        }

        Reach(closed.IsEmpty ? 0 : closed.Ranges[^1].End * bucketSize);
    }

    /// <summary>Includes every bucket that can have a row below an end offset.</summary>
    public void Reach(long endOffset)
    {
        for (; _end * bucketSize < endOffset; Volatile.Write(ref _end, _end + 1))
        {
            if (!Closed.Contains(_end))
            {
                long first = Math.Max(origin, _end * bucketSize);
                _open[_end] = new BucketCount(new BucketKey(Partition, _end), first, (_end + 1) * bucketSize);
            }
        }
    }

    /// <summary>Includes buckets until the last ones are empty; false when they were already.</summary>
    /// <param name="committed">An offset that is looked beyond in any case.</param>
    /// <param name="limit">The offset from which on there is nothing to look for.</param>
    public bool ReachFurther(long committed, long limit)
    {
        long before = _end;
        long filled = Math.Max(
            Closed.IsEmpty ? _first : Closed.Ranges[^1].End,
            _open.LastOrDefault(bucket => bucket.Value.Rows > 0, new(_first - 1, null!)).Key + 1);
        filled = Math.Max(filled, committed / bucketSize);
        Reach(Math.Min((filled + LookAhead) * bucketSize, limit));
        return _end > before;
    }

    /// <summary>Moves full buckets to the closed ones.</summary>
    public void CloseFull()
    {
        foreach (long bucket in _open.Where(bucket => bucket.Value.IsFull).Select(bucket => bucket.Key).ToList())
        {
            _open.Remove(bucket);
            Closed.Add(bucket, bucket + 1);
        }
    }
}
