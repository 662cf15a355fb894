using System.Runtime.ExceptionServices;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Metrics;

/// <summary>
/// The readings that make up a sample; null if unknown. Readings of a service that is known to have gone down since are left out.
/// </summary>
internal sealed class ShownReadings
{
    private ShownReadings(
        HopSet hops, Reading<LogReading>? log, Reading<IReadOnlyList<long>>? rows, Reading<long>? deadLetters)
    {
        Log = log is null || hops.Services.IsDownSince(ServiceNames.Kafka, log.At) ? DefectOf(log) : log;
        Rows = rows is null || hops.Services.IsDownSince(ServiceNames.Cassandra, rows.At) ? DefectOf(rows) : rows;
        DeadLetters = deadLetters;
    }

    public Reading<LogReading>? Log { get; }

    public Reading<IReadOnlyList<long>>? Rows { get; }

    public Reading<long>? DeadLetters { get; }

    /// <summary>Only what a fresh round has read, nothing older.</summary>
    public static ShownReadings Of(MetricRound round, HopSet hops) => new(hops, Ended(round.Log), Ended(round.Rows), Ended(round.DeadLetters));

    /// <summary>The latest readings that are not too old.</summary>
    public static ShownReadings Latest(HopSet hops) =>
        new(hops, hops.Log.Current(hops.MaxAge), hops.Rows.Current(hops.MaxAge), hops.DeadLetters.Current(hops.MaxAge));

    /// <summary>Rows of events that were in the log when it was read: the store may have been read later.</summary>
    public long? RowsInLog(IReadOnlyList<long> origins) => (Rows?.Value, Log?.Value) switch
    {
        (null, _) => null,
        ({ } rows, null) => rows.Sum(),
        ({ } rows, { } log) => rows.Index()
            .Sum(entry => Math.Min(entry.Item, Math.Max(0, log.Position.EndOffsets[entry.Index] - origins[entry.Index]))),
    };

    /// <summary>An offset of each partition below which everything is stored; null if unknown.</summary>
    public IReadOnlyList<long>? StoredUpTo(IReadOnlyList<long> origins) =>
        Rows?.Value is { } rows && Log?.Value?.Position.CommittedOffsets is { } committed
            ? [.. origins.Select((origin, partition) => Math.Max(committed[partition], origin + rows[partition]))]
            : null;

    /// <summary>Rethrows a port's failure that can only be a defect.</summary>
    public void ThrowIfDefect()
    {
        Exception? defect = Log?.Defect ?? Rows?.Defect ?? DeadLetters?.Defect;
        if (defect is not null)
        {
            ExceptionDispatchInfo.Throw(defect);
        }
    }

    private static Reading<T>? Ended<T>(Task<Reading<T>> task) =>
        task.IsCompletedSuccessfully && task.GetAwaiter().GetResult() is var reading && (reading.IsKnown || reading.Defect is not null)
            ? reading
            : null;

    private static Reading<T>? DefectOf<T>(Reading<T>? reading) => reading is { Defect: not null } ? reading : null;
}
