using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Streams;

/// <summary>
/// Counts, from their ledgers, of the runs that a pipeline had when this process opened it. The runs are listed immediately, before
/// this process adds a run, and read at the first request. Safe to use from any thread.
/// </summary>
internal sealed partial class RunHistory
{
    private readonly ILogger _logger;
    private readonly Lazy<StreamCounts?> _counts;

    public RunHistory(Pipeline pipeline)
    {
        _logger = pipeline.Loggers.CreateLogger<RunHistory>();
        IEnumerable<RunReading>? runs = List(pipeline);
        _counts = new Lazy<StreamCounts?>(() => Sum(runs));
    }

    /// <summary>
    /// Their counts, or null if unknown: a ledger cannot be read, or its run did not end cleanly, so that the outcome of its last
    /// events is not recorded in any ledger. Dropped events are not recorded either and are not counted.
    /// </summary>
    public StreamCounts? Counts => _counts.Value;

    private IEnumerable<RunReading>? List(Pipeline pipeline)
    {
        try
        {
            return LedgerReader.ReadRuns(pipeline.Folder, pipeline.Manifest.Id);
        }
        catch (DataFolderAccessException failure)
        {
            NotListed(failure);
            return null;
        }
    }

    private StreamCounts? Sum(IEnumerable<RunReading>? runs)
    {
        StreamCounts? sum = runs is null ? null : default(StreamCounts);
        foreach (RunReading run in runs ?? [])
        {
            sum += CountsOf(run);
        }

        return sum;
    }

    private StreamCounts? CountsOf(RunReading run)
    {
        if (!run.IsReadable)
        {
            NotReadable(run.Run, run.Failure);
            return null;
        }

        // A run that had reserved nothing when its process ended has produced nothing.
        RunRecord record = run.Record;
        if (!record.IsClosed && (record.Partitions.Count > 0 || record.IgnoredTailBytes > 0))
        {
            NotClosed(run.Run);
            return null;
        }

        long acked = record.Partitions.Values.Sum(partition => partition.Acked.Count);
        long failed = record.Partitions.Values.Sum(partition => partition.Failed.Count);
        long unknown = record.Partitions.Values.Sum(partition => partition.Unknown.Count);
        return new StreamCounts(acked + failed + unknown, acked, failed, unknown, Buffered: 0, Dropped: 0, TooLarge: 0);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ledgers of earlier runs cannot be listed: counts of events are not known")]
    private partial void NotListed(EngineException failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ledger of the earlier run {Run} cannot be read: counts of events are not known")]
    private partial void NotReadable(Guid run, EngineException failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The earlier run {Run} did not end in good order: counts of events are not known")]
    private partial void NotClosed(Guid run);
}
