using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Cassandra;

/// <summary>
/// The questions about one bucket of the store that can be answered without a scan: each names the whole partition key. All
/// throw as <see cref="Pipelines.IEventStore"/> does.
/// </summary>
internal interface IBucketRows
{
    /// <summary>Number of rows from an offset to another (exclusive).</summary>
    ValueTask<long> CountAsync(BucketKey key, long from, long to, CancellationToken cancellationToken);

    /// <summary>Offsets of the rows from an offset to another (exclusive), in order.</summary>
    ValueTask<IReadOnlyList<long>> ListAsync(BucketKey key, long from, long to, CancellationToken cancellationToken);

    /// <summary>Those of some offsets that have a row, in order.</summary>
    ValueTask<IReadOnlyList<long>> FindAsync(BucketKey key, IReadOnlyList<long> offsets, CancellationToken cancellationToken);

    /// <summary>Whether there is any row.</summary>
    ValueTask<bool> AnyAsync(BucketKey key, CancellationToken cancellationToken);

    /// <summary>Adds a page of rows from an offset on to a batch, or as many of it as the batch takes.</summary>
    ValueTask<RowPage> ReadAsync(BucketKey key, long from, EventBatch batch, CancellationToken cancellationToken);
}

/// <summary>A bucket of the pipeline's topic.</summary>
/// <param name="Partition">Partition of the topic.</param>
/// <param name="Bucket">Offset divided by the bucket size.</param>
internal readonly record struct BucketKey(int Partition, long Bucket);

/// <summary>How far a page went.</summary>
/// <param name="Next">The offset to read from next.</param>
/// <param name="IsLast">Whether the bucket has no row from there on.</param>
internal readonly record struct RowPage(long Next, bool IsLast);
