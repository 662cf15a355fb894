using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Cassandra;

/// <summary>
/// Reads rows in offset order. The log's end offsets, which say where rows can be, are read only when there is nothing up to the last ones
/// and to what has been counted.
/// </summary>
/// <param name="rows">Reads from bucket to bucket.</param>
/// <param name="bucketSize">Offsets of a bucket.</param>
/// <param name="partitionCount">Partitions of the topic.</param>
/// <param name="countedEnd">The bucket behind the last that counting has reached, of a partition.</param>
/// <param name="tryReadEnds">Reads the end offsets; null where the log does not answer.</param>
internal sealed class CassandraReader(
    BucketReader rows,
    int bucketSize,
    int partitionCount,
    Func<int, long> countedEnd,
    Func<CancellationToken, ValueTask<IReadOnlyList<long>?>> tryReadEnds) : IEventReader
{
    // How far rows are looked for while the log does not answer.
    private const int LookAhead = 2;

    private readonly long[] _ends = new long[partitionCount];
    private volatile bool _isClosed;

    public async ValueTask<long> ReadAsync(int partition, long fromOffset, EventBatch batch, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(partition, partitionCount);
        ArgumentOutOfRangeException.ThrowIfNegative(fromOffset);
        ObjectDisposedException.ThrowIf(_isClosed, this);
        long known = Math.Max(_ends[partition], countedEnd(partition));
        long next = await rows.ReadAsync(partition, fromOffset, known, batch, cancellationToken).ConfigureAwait(false);
        if (next > fromOffset)
        {
            return next;
        }

        long end = await FindEndAsync(partition, fromOffset, known, cancellationToken).ConfigureAwait(false);
        long beyond = Math.Max(fromOffset, known * bucketSize);
        next = await rows.ReadAsync(partition, beyond, end, batch, cancellationToken).ConfigureAwait(false);
        return next > beyond ? next : fromOffset;
    }

    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        return ValueTask.CompletedTask;
    }

    private async ValueTask<long> FindEndAsync(int partition, long fromOffset, long known, CancellationToken cancellationToken) =>
        await tryReadEnds(cancellationToken).ConfigureAwait(false) is { } ends
            ? _ends[partition] = (ends[partition] + bucketSize - 1) / bucketSize
            : Math.Max(known, fromOffset / bucketSize) + LookAhead;
}
