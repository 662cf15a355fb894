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

    /// <summary>Asks all hops at once. The producers, who always answer, come last.</summary>
    public static async Task<HopReadings> ReadAsync(Pipeline pipeline, PortReader reader, StreamRoster streams)
    {
        // Hops that answer at once answer in this order, against the flow: so no row is counted whose event is not.
        Task<Reading<IReadOnlyList<long>>> asksRows = reader.RowCountsAsync();
        Task<Reading<IReadOnlyList<long>>> asksCommitted = reader.CommittedOffsetsAsync();
        Task<Reading<IReadOnlyList<long>>> asksEnds = reader.EndOffsetsAsync();
        Task<Reading<ProcessorStatus>> asksProcessor = reader.ProcessorAsync();

        await Task.WhenAll(asksRows, asksCommitted, asksEnds, asksProcessor).ConfigureAwait(false);

        Reading<IReadOnlyList<long>> rows = await asksRows.ConfigureAwait(false);
        Reading<IReadOnlyList<long>> committed = await asksCommitted.ConfigureAwait(false);
        Reading<IReadOnlyList<long>> ends = await asksEnds.ConfigureAwait(false);
        Reading<ProcessorStatus> processor = await asksProcessor.ConfigureAwait(false);
        StreamCounts counts = streams.Totals;
        IReadOnlyList<long> origins = pipeline.Manifest.OriginOffsets;
        return new HopReadings
        {
            Streams = counts,
            Producer = new HopCount(counts.Attempted, pipeline.Clock.Now().Elapsed),
            Kafka = new HopCount(Above(ends.Value, origins), ends.At),
            Cassandra = new HopCount(rows.Value?.Sum(), rows.At),
            DeadLetters = processor.Value?.DeadLetterCount,
            Lag = Above(ends.Value, committed.Value),
            StoredUpTo = StoredBelow(committed.Value, rows.Value, origins),
        };
    }

    private static IReadOnlyList<long>? StoredBelow(
        IReadOnlyList<long>? committed, IReadOnlyList<long>? rows, IReadOnlyList<long> origins) =>
        committed is null || rows is null
            ? null
            : [.. origins.Select((origin, partition) => Math.Max(committed[partition], origin + rows[partition]))];

    /// <summary>How far all partitions together are above others. The two may have been read at different moments: below is 0.</summary>
    public static long? Above(IReadOnlyList<long>? high, IReadOnlyList<long>? low) =>
        high is null || low is null ? null : high.Zip(low, (above, below) => Math.Max(0, above - below)).Sum();
}
