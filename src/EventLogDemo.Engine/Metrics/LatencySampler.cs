using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using HdrHistogram;

namespace EventLogDemo.Engine.Metrics;

/// <summary>Time from producer to store.</summary>
internal sealed record LatencySummary(double P50Ms, double P99Ms, double MaxMs);

/// <summary>
/// Measures the end-to-end latency of rows stored since it was last asked, from what stands in them: when the producer took the
/// event, and when the store took the row. Sampled, so that its cost does not grow with the load: of each partition the newest
/// <see cref="RowsPerPartition"/> rows, of at most <see cref="PartitionsPerSample"/> partitions, in turn.
/// </summary>
#pragma warning disable CA1001 // a semaphore whose wait handle nobody asks for holds nothing to dispose
internal sealed class LatencySampler(Pipeline pipeline)
#pragma warning restore CA1001
{
    /// <summary>Most rows read of a partition.</summary>
    /// <value>250.</value>
    public const int RowsPerPartition = 250;

    /// <summary>Most partitions read for a sample.</summary>
    /// <value>16.</value>
    public const int PartitionsPerSample = 16;

    private const long LongestMicroseconds = 24L * 60 * 60 * 1_000_000;
    private const int SignificantDigits = 3;
    private const double MicrosecondsPerMillisecond = 1_000;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly LongHistogram _histogram = new(LongestMicroseconds, SignificantDigits);
    private readonly long[] _readUpTo = [.. pipeline.Manifest.OriginOffsets];
    private readonly long _attachedAt = pipeline.StartedAt.ToUnixTimeMilliseconds() * 1_000;
    private EventBatch _batch = NewBatch();
    private IEventReader? _rows;
    private int _nextPartition;

    /// <summary>Reads rows that are new and sums up; null when there are none, or the store does not answer.</summary>
    /// <param name="reader">Asks the store.</param>
    /// <param name="storedUpTo">An offset of each partition below which everything is stored.</param>
    public async Task<LatencySummary?> ReadAsync(PortReader reader, IReadOnlyList<long> storedUpTo)
    {
        if (!await reader.TryEnterAsync(_turn).ConfigureAwait(false))
        {
            return null;
        }

        try
        {
            _histogram.Reset();
            int begin = _nextPartition;
            int read = 0;
            for (int i = 0; i < storedUpTo.Count && read < PartitionsPerSample; i++)
            {
                int partition = (begin + i) % storedUpTo.Count;
                if (storedUpTo[partition] <= _readUpTo[partition])
                {
                    continue;
                }

                read++;
                _nextPartition = partition + 1;
                if (!await ReadPartitionAsync(reader, partition, storedUpTo[partition]).ConfigureAwait(false))
                {
                    return null;
                }
            }

            return Summary();
        }
        finally
        {
            _turn.Release();
        }
    }

    private static EventBatch NewBatch() => new(RowsPerPartition);

    private async Task<bool> ReadPartitionAsync(PortReader reader, int partition, long storedUpTo)
    {
        long from = Math.Max(_readUpTo[partition], storedUpTo - RowsPerPartition);
        EventBatch batch = _batch;
        IEventReader rows = _rows ??= pipeline.Ports.Store.OpenReader();
        Reading<object> next = await reader.AskAsync<object>(
            async token => await rows.ReadAsync(partition, from, batch, token).ConfigureAwait(false)).ConfigureAwait(false);
        if (next.Value is not long offset)
        {
            // The question may still be under way and use the reader and fill the batch later.
            _batch = NewBatch();
            _rows = null;
            return false;
        }

        _readUpTo[partition] = Math.Max(storedUpTo, offset);
        for (int i = 0; i < batch.Count; i++)
        {
            Record(batch[i]);
        }

        return true;
    }

    private void Record(EventView row)
    {
        // A pipeline that was attached to holds rows that are new to us alone.
        if (row.Identity.IsPresent && row.StoredAtMicroseconds >= _attachedAt)
        {
            // Two machines' clocks may disagree, so a row can seem to be stored before it was sent.
            _histogram.RecordValue(Math.Clamp(row.StoredAtMicroseconds - row.Identity.SentAtMicroseconds, 0, LongestMicroseconds));
        }
    }

    private LatencySummary? Summary() => _histogram.TotalCount == 0
        ? null
        : new LatencySummary(
            _histogram.GetValueAtPercentile(50) / MicrosecondsPerMillisecond,
            _histogram.GetValueAtPercentile(99) / MicrosecondsPerMillisecond,
            _histogram.GetMaxValue() / MicrosecondsPerMillisecond);
}
