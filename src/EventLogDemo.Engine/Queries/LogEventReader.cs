using System.Runtime.CompilerServices;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Queries;

/// <summary>Reads events in batches: partition after partition, in offset order within each.</summary>
public sealed class LogEventReader
{
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(100);

    private readonly Pipeline _pipeline;
    private readonly LogEventQuery _query;
    private readonly IReadOnlyList<int> _partitions;
    private readonly long[] _next;
    private readonly EventBatch _batch;

    /// <summary>Creates a reader for one query, which can be read once.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="query">Which events to read.</param>
    /// <exception cref="OptionRangeException">A partition, offset or number is outside its range.</exception>
    public LogEventReader(Pipeline pipeline, LogEventQuery query)
    {
        query.Validate(pipeline.Manifest.PartitionCount);
        _pipeline = pipeline;
        _query = query;
        _partitions = query.Partitions.Count > 0
            ? [.. query.Partitions.Distinct().Order()]
            : [.. Enumerable.Range(0, pipeline.Manifest.PartitionCount)];
        _next = [.. pipeline.Manifest.OriginOffsets.Select(origin => Math.Max(origin, query.Offset ?? origin))];
        long most = query.Match is null ? query.First ?? EventBatch.DefaultMaxCount : EventBatch.DefaultMaxCount;
        _batch = new EventBatch((int)Math.Min(most, EventBatch.DefaultMaxCount));
    }

    /// <summary>
    /// The matching events, in batches. With <see cref="LogEventQuery.Follow"/> it ends only when its number of events is reached or it is
    /// cancelled.
    /// </summary>
    public async IAsyncEnumerable<IReadOnlyList<LogEvent>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IEventReader reader = _query.FromLog ? _pipeline.Ports.Log.OpenReader() : _pipeline.Ports.Store.OpenReader();
        await using ConfiguredAsyncDisposable closing = reader.ConfigureAwait(false);
        long left = _query.First ?? long.MaxValue;
        if (_query.Last is { } last)
        {
            List<LogEvent> latest = await ReadLatestAsync(reader, (int)last, cancellationToken).ConfigureAwait(false);
            List<LogEvent> taken = left < latest.Count ? latest[..(int)left] : latest;
            left -= taken.Count;
            yield return taken;
        }

        using PeriodicTimer timer = new(FollowInterval, _pipeline.Clock.TimeProvider);
        bool again = _query.Last is null || _query.Follow;
        while (left > 0 && again)
        {
            await foreach (List<LogEvent> events in ReadToEndAsync(reader, cancellationToken).ConfigureAwait(false))
            {
                List<LogEvent> taken = left < events.Count ? events[..(int)left] : events;
                left -= taken.Count;
                yield return taken;
                if (left == 0)
                {
                    yield break;
                }
            }

            again = _query.Follow && await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<List<LogEvent>> ReadToEndAsync(IEventReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (int partition in _partitions)
        {
            while (true)
            {
                long next = await reader.ReadAsync(partition, _next[partition], _batch, cancellationToken).ConfigureAwait(false);
                if (next == _next[partition])
                {
                    break;
                }

                _next[partition] = next;
                List<LogEvent> accepted = Accepted(partition);
                if (accepted.Count > 0)
                {
                    yield return accepted;
                }
            }
        }
    }

    /// <summary>The latest events of all partitions together, by the time they were sent; continues reading from there.</summary>
    private async Task<List<LogEvent>> ReadLatestAsync(IEventReader reader, int count, CancellationToken cancellationToken)
    {
        if (_query.Match is null)
        {
            await SkipAsync(count, cancellationToken).ConfigureAwait(false);
        }

        // The oldest kept comes out first.
        PriorityQueue<LogEvent, (DateTimeOffset SentAt, int Partition, long Offset)> kept = new();
        await foreach (List<LogEvent> events in ReadToEndAsync(reader, cancellationToken).ConfigureAwait(false))
        {
            foreach (LogEvent found in events)
            {
                (DateTimeOffset, int, long) age = (found.SentAt ?? DateTimeOffset.MinValue, found.Partition, found.Offset);
                if (kept.Count < count)
                {
                    kept.Enqueue(found, age);
                }
                else
                {
                    kept.EnqueueDequeue(found, age);
                }
            }
        }

        List<LogEvent> latest = new(kept.Count);
        while (kept.TryDequeue(out LogEvent? found, out _))
        {
            latest.Add(found);
        }

        return latest;
    }

    /// <summary>
    /// Skips events that cannot be among the last. A store does not know its end, but its row count serves as well:
    /// fewer than <c>rows - count</c> rows can lie below offset <c>origin + rows - count</c>, gaps or not.
    /// </summary>
    private async Task SkipAsync(int count, CancellationToken cancellationToken)
    {
        IReadOnlyList<long> origins = _pipeline.Manifest.OriginOffsets;
        IReadOnlyList<long> ends = _query.FromLog
            ? await _pipeline.Ports.Log.GetEndOffsetsAsync(cancellationToken).ConfigureAwait(false)
            : [.. (await _pipeline.Ports.Store.GetRowCountsAsync(cancellationToken).ConfigureAwait(false))
                .Select((rows, partition) => origins[partition] + rows)];
        foreach (int partition in _partitions)
        {
            _next[partition] = Math.Max(_next[partition], ends[partition] - count);
        }
    }

    private List<LogEvent> Accepted(int partition)
    {
        List<LogEvent> accepted = new(_batch.Count);
        for (int index = 0; index < _batch.Count; index++)
        {
            LogEvent found = LogEvent.From(partition, _batch[index]);
            if (_query.Accepts(found))
            {
                accepted.Add(found);
            }
        }

        return accepted;
    }
}
