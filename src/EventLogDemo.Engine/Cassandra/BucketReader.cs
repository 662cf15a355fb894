using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Cassandra;

/// <summary>Reads the rows of a partition in offset order, from bucket to bucket.</summary>
internal sealed class BucketReader(IBucketRows rows, int bucketSize)
{
    // Empty buckets are passed that many at once.
    private const int Stride = 16;

    /// <summary>Clears a batch and fills it from an offset on.</summary>
    /// <param name="partition">Partition of the topic.</param>
    /// <param name="fromOffset">First offset.</param>
    /// <param name="endBucket">The bucket behind the last that can have a row.</param>
    /// <param name="batch">What is filled.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The offset to read from next; <paramref name="fromOffset"/> when there was no row.</returns>
    public async ValueTask<long> ReadAsync(
        int partition, long fromOffset, long endBucket, EventBatch batch, CancellationToken cancellationToken)
    {
        batch.Clear();
        long next = fromOffset;
        BucketKey key = new(partition, fromOffset / bucketSize);
        while (!batch.IsFull && key.Bucket < endBucket)
        {
            int before = batch.Count;
            RowPage page = await rows.ReadAsync(
                key, Math.Max(next, key.Bucket * bucketSize), batch, cancellationToken).ConfigureAwait(false);
            if (batch.Count > before)
            {
                next = page.Next;
            }

            if (page.IsLast)
            {
                key = key with { Bucket = key.Bucket + 1 };
                if (batch.Count == before)
                {
                    key = await SkipEmptyAsync(key, endBucket, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        return next;
    }

    private async ValueTask<BucketKey> SkipEmptyAsync(BucketKey key, long endBucket, CancellationToken cancellationToken)
    {
        while (key.Bucket < endBucket)
        {
            int count = (int)Math.Min(Stride, endBucket - key.Bucket);
            bool[] any = await Task.WhenAll(Enumerable.Range(0, count).Select(
                ahead => rows.AnyAsync(key with { Bucket = key.Bucket + ahead }, cancellationToken).AsTask())).ConfigureAwait(false);
            int first = Array.IndexOf(any, true);
            if (first >= 0)
            {
                return key with { Bucket = key.Bucket + first };
            }

            key = key with { Bucket = key.Bucket + count };
        }

        return key;
    }
}
