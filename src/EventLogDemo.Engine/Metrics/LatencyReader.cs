using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Metrics;

/// <summary>
/// Reads new rows once for all subscribers and records the latency of each in every subscriber's <see cref="LatencyRecorder"/>,
/// calculated from the times in the row at which the producer took the event and the store took the row. Sampled, so
/// that its cost does not grow with the load: the newest <see cref="RowsPerPartition"/> rows of each partition, from at most
/// <see cref="PartitionsPerSample"/> partitions, in turn.
/// </summary>
internal sealed class LatencyReader(Pipeline pipeline, CancellationToken closing) : IAsyncDisposable
{
    /// <summary>Maximum number of rows read from a partition.</summary>
    /// <value>250.</value>
    public const int RowsPerPartition = 250;

    /// <summary>Maximum number of partitions read for a sample.</summary>
    /// <value>16.</value>
    public const int PartitionsPerSample = 16;

    private readonly Lock _gate = new();
    private readonly List<LatencyRecorder> _recorders = [];
    private readonly HopReader<bool> _reader = new(pipeline.Clock, pipeline.Options.RequestTimeout, closing);
    private readonly long[] _readUpTo = [.. pipeline.Manifest.OriginOffsets];
    private readonly long _attachedAt = pipeline.StartedAt.ToUnixTimeMilliseconds() * 1_000;
    private IEventReader? _rows;
    private int _nextPartition;

    /// <summary>Begins to record for a subscriber, until the recorder is disposed.</summary>
    public LatencyRecorder Subscribe()
    {
        LatencyRecorder recorder = new(Remove);
        lock (_gate)
        {
            _recorders.Add(recorder);
        }

        return recorder;
    }

    /// <summary>Reads the new rows, unless that is already under way.</summary>
    /// <param name="storedUpTo">An offset of each partition below which everything is stored.</param>
    /// <param name="patience">As for <see cref="HopReader{T}.Refresh"/>.</param>
    /// <returns>A task that ends with the reading, and whether to wait for it.</returns>
    public (Task<Reading<bool>> Reading, bool IsPrompt) Refresh(IReadOnlyList<long> storedUpTo, TimeSpan patience) =>
        _reader.Refresh(token => ReadAsync(storedUpTo, token), patience);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _rows, null) is { } rows)
        {
            await rows.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> ReadAsync(IReadOnlyList<long> storedUpTo, CancellationToken cancellationToken)
    {
        // A read that was abandoned at its deadline may still use its reader and batch.
        IEventReader rows = Interlocked.Exchange(ref _rows, null) ?? pipeline.Ports.Store.OpenReader();
        EventBatch batch = new(RowsPerPartition);
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
            long from = Math.Max(_readUpTo[partition], storedUpTo[partition] - RowsPerPartition);
            long next = await rows.ReadAsync(partition, from, batch, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            _nextPartition = partition + 1;
            _readUpTo[partition] = Math.Max(storedUpTo[partition], next);
            Record(batch);
        }

        _rows = rows;
        return true;
    }

    private void Record(EventBatch batch)
    {
        lock (_gate)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                EventView row = batch[i];
                // When attaching to an existing pipeline, its rows are new only to this process.
                if (row.Identity.IsPresent && row.StoredAtMicroseconds >= _attachedAt)
                {
                    foreach (LatencyRecorder recorder in _recorders)
                    {
                        recorder.Record(row.StoredAtMicroseconds - row.Identity.SentAtMicroseconds);
                    }
                }
            }
        }
    }

    private void Remove(LatencyRecorder recorder)
    {
        lock (_gate)
        {
            _recorders.Remove(recorder);
        }
    }
}
