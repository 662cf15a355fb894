using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo.Engine.Metrics;

/// <summary>A count and when it was read; null where it could not be.</summary>
internal readonly record struct HopCount(long? Value, TimeSpan At)
{
    /// <summary>Events a second since an earlier reading, to a thousandth, or null where one of them is not known.</summary>
    public double? RateSince(HopCount? earlier) =>
        earlier is { } before && At > before.At && Value - before.Value is { } gained
            ? Math.Round(Math.Max(0, gained / (At - before.At).TotalSeconds), 3)
            : null;
}

/// <summary>What all hops of a pipeline answered to one sample.</summary>
internal sealed record HopReadings
{
    public required StreamCounts Streams { get; init; }

    public required HopCount Producer { get; init; }

    public required HopCount Kafka { get; init; }

    public required HopCount Cassandra { get; init; }

    public required long? DeadLetters { get; init; }

    public required long? Lag { get; init; }

    /// <summary>An offset of each partition below which everything is stored, or null.</summary>
    public required IReadOnlyList<long>? StoredUpTo { get; init; }

    /// <summary>Asks all hops at once.</summary>
    public static async Task<HopReadings> ReadAsync(Pipeline pipeline, PortReader reader, StreamRoster streams)
    {
        // Hops that answer at once answer in this order, against the flow: so no row is counted whose event is not.
        Task<Reading<IReadOnlyList<long>>> asksRows = reader.RowCountsAsync();
        Task<Reading<IReadOnlyList<long>>> asksCommitted = reader.CommittedOffsetsAsync();
        Task<Head> asksHead = ReadHeadAsync(pipeline, reader, streams, asksRows, asksCommitted);
        Task<Reading<ProcessorStatus>> asksProcessor = reader.ProcessorAsync();

        await Task.WhenAll(asksRows, asksCommitted, asksHead, asksProcessor).ConfigureAwait(false);

        Reading<IReadOnlyList<long>> rows = await asksRows.ConfigureAwait(false);
        Reading<IReadOnlyList<long>> committed = await asksCommitted.ConfigureAwait(false);
        (Reading<IReadOnlyList<long>> ends, StreamCounts counts, TimeSpan countedAt) = await asksHead.ConfigureAwait(false);
        Reading<ProcessorStatus> processor = await asksProcessor.ConfigureAwait(false);
        IReadOnlyList<long> origins = pipeline.Manifest.OriginOffsets;
        return new HopReadings
        {
            Streams = counts,
            Producer = new HopCount(counts.Attempted, countedAt),
            Kafka = new HopCount(Above(ends.Value, origins), ends.At),
            Cassandra = new HopCount(rows.Value?.Sum(), rows.At),
            DeadLetters = processor.Value?.DeadLetterCount,
            Lag = Above(ends.Value, committed.Value),
            StoredUpTo = StoredBelow(committed.Value, rows.Value, origins),
        };
    }

    // The producers always answer, and are counted when the log has: a hop that does not answer makes nothing older than the rest.
    // One that answers later than the log counts what came after, so the log is asked again behind it.
    private static async Task<Head> ReadHeadAsync(
        Pipeline pipeline, PortReader reader, StreamRoster streams, params Task<Reading<IReadOnlyList<long>>>[] downstream)
    {
        Head head = await LookAsync().ConfigureAwait(false);
        await foreach (Task<Reading<IReadOnlyList<long>>> answered in Task.WhenEach(downstream).ConfigureAwait(false))
        {
            Reading<IReadOnlyList<long>> answer = await answered.ConfigureAwait(false);
            if (answer.Value is not null && answer.At > head.Ends.At)
            {
                head = await LookAsync().ConfigureAwait(false);
            }
        }

        return head;

        async Task<Head> LookAsync()
        {
            Reading<IReadOnlyList<long>> ends = await reader.EndOffsetsAsync().ConfigureAwait(false);
            return new Head(ends, streams.Totals, pipeline.Clock.Now().Elapsed);
        }
    }

    private static IReadOnlyList<long>? StoredBelow(
        IReadOnlyList<long>? committed, IReadOnlyList<long>? rows, IReadOnlyList<long> origins) =>
        committed is null || rows is null
            ? null
            : [.. origins.Select((origin, partition) => Math.Max(committed[partition], origin + rows[partition]))];

    /// <summary>How far all partitions together are above others. The two may have been read at different moments: below is 0.</summary>
    public static long? Above(IReadOnlyList<long>? high, IReadOnlyList<long>? low) =>
        high is null || low is null ? null : high.Zip(low, (above, below) => Math.Max(0, above - below)).Sum();

    // The head of the flow at one moment: the log's end offsets and what the producers had counted then.
    private sealed record Head(Reading<IReadOnlyList<long>> Ends, StreamCounts Streams, TimeSpan CountedAt);
}
