using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Streams;

/// <summary>
/// Writes one run and owns its state: assigns identities to events, picks the partition in blocks, counts seqs, reserves them in
/// the run's ledger before they are used, passes events to the run's appender and keeps the counts. Used by one writing thread; counts
/// may be read by any.
/// </summary>
internal sealed class RunWriter
{
    /// <summary>Time between two flushes of a ledger, for which the writer's owner is responsible.</summary>
    public static readonly TimeSpan LedgerInterval = TimeSpan.FromMilliseconds(100);

    // A reservation is a write that must reach the disk, so it is made for many seqs at once.
    private const long SeqsPerReservation = 65_536;

    private readonly Lock _counting = new();
    private readonly RunLedger _ledger;
    private readonly AppenderOptions _options;
    private readonly long[] _nextSeqs;
    private readonly long[] _reservedEnds;
    private IEventAppender? _appender;
    private StreamCounts _counts;
    private int _partition;
    private long _blockBytes;
    private TimeSpan _blockBegunAt;
    private volatile EngineException? _fatal;

    private RunWriter(StreamIdentity identity, int partitionCount, AppenderOptions options, RunLedger ledger)
    {
        Identity = identity;
        _options = options;
        _ledger = ledger;
        _nextSeqs = new long[partitionCount];
        _reservedEnds = new long[partitionCount];
    }

    /// <summary>Identity of the events.</summary>
    public StreamIdentity Identity { get; }

    /// <summary>Number of the stream.</summary>
    public ushort Stream => Identity.Stream;

    /// <summary>Partition of the next event; unchanged until the event is accepted or dropped.</summary>
    public int Partition => _partition;

    /// <summary>Seq of the next event.</summary>
    public long Seq => _nextSeqs[_partition];

    /// <summary>A delivery error after which continuing is pointless, such as a full disk.</summary>
    public EngineException? Fatal => _fatal;

    public StreamCounts Counts
    {
        get
        {
            lock (_counting)
            {
                return _counts;
            }
        }
    }

    /// <summary>Opens a run's appender and takes over its ledger.</summary>
    /// <param name="identity">Identity of the events.</param>
    /// <param name="partitionCount">Partitions of the log.</param>
    /// <param name="options">The appender's limits.</param>
    /// <param name="ledger">The run's new ledger; deleted if no appender can be opened.</param>
    /// <param name="openAppender">Opens the appender, which must report to the action it is given.</param>
    public static async ValueTask<RunWriter> OpenAsync(
        StreamIdentity identity,
        int partitionCount,
        AppenderOptions options,
        RunLedger ledger,
        Func<Action<DeliveryReport>, ValueTask<IEventAppender>> openAppender)
    {
        RunWriter writer = new(identity, partitionCount, options, ledger);
        try
        {
            writer._appender = await openAppender(writer.OnDelivery).ConfigureAwait(false);
            return writer;
        }
        catch
        {
            ledger.Delete();
            throw;
        }
    }

    /// <summary>Moves to the next partition when the block of the current one is full or old. Call before reading the partition.</summary>
    public void BeginEvent(StepTime now)
    {
        if (_blockBytes > 0 && (_blockBytes >= _options.BatchBytes || now.Elapsed - _blockBegunAt >= _options.Linger))
        {
            _partition = (_partition + 1) % _nextSeqs.Length;
            _blockBytes = 0;
        }

        if (_blockBytes == 0)
        {
            _blockBegunAt = now.Elapsed;
        }
    }

    /// <summary>Passes on the event, or leaves everything unchanged if the buffer is full.</summary>
    /// <returns>False when the buffer is full.</returns>
    /// <exception cref="EngineException">The ledger could not be written.</exception>
    public bool TryWrite(ReadOnlySpan<byte> body, StepTime now)
    {
        long seq = _nextSeqs[_partition];
        if (seq == _reservedEnds[_partition])
        {
            _ledger.Reserve(_partition, seq, SeqsPerReservation);
            _reservedEnds[_partition] = seq + SeqsPerReservation;
        }

        EventIdentity identity = EventIdentity.Create(Identity.Stream, _partition, Identity.Run, seq, now.UtcMicroseconds, body);
        // Under the lock, so that no report of the event can be counted before the event itself.
        lock (_counting)
        {
            if (!_appender!.TryAppend(in identity, body))
            {
                return false;
            }

            _counts = _counts with { Attempted = _counts.Attempted + 1, Buffered = _counts.Buffered + 1 };
        }

        _nextSeqs[_partition] = seq + 1;
        _blockBytes += AppenderOptions.CostOf(body.Length);
        return true;
    }

    /// <summary>Counts the event as dropped. Its seq is reused for the next one.</summary>
    public void Drop()
    {
        lock (_counting)
        {
            _counts = _counts with { Attempted = _counts.Attempted + 1, Dropped = _counts.Dropped + 1 };
        }
    }

    /// <summary>Counts an item of the source that is too large to be an event.</summary>
    public void PassOver()
    {
        lock (_counting)
        {
            _counts = _counts with { TooLarge = _counts.TooLarge + 1 };
        }
    }

    /// <summary>As <see cref="IEventAppender.FlushAsync"/>.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => _appender!.FlushAsync(cancellationToken);

    /// <summary>As <see cref="RunLedger.Flush"/>.</summary>
    public void FlushLedger() => _ledger.Flush();

    /// <summary>Abandons unsettled events, which are then counted as failed or unknown. The ledger stays open for that.</summary>
    public ValueTask GiveUpAsync() => _appender!.DisposeAsync();

    /// <summary>Closes the ledger of a run whose events are all settled.</summary>
    /// <exception cref="DiskFullException">The disk is full; the ledger reads as one of a run that did not end cleanly.</exception>
    /// <exception cref="IOException">The ledger could not be written, with the same effect.</exception>
    public void CloseLedger(StepTime now)
    {
        using (_ledger)
        {
            _ledger.Close(now.UtcMicroseconds);
        }
    }

    // Called on any thread of the appender.
    private void OnDelivery(DeliveryReport report)
    {
        _ledger.Record(in report);
        if (report.Error is DiskFullException or AuthenticationFailedException or TlsFailedException)
        {
            _fatal = report.Error;
        }

        lock (_counting)
        {
            _counts = report.Outcome switch
            {
                DeliveryOutcome.Acked => _counts with { Acked = _counts.Acked + report.Count },
                DeliveryOutcome.Failed => _counts with { Failed = _counts.Failed + report.Count },
                _ => _counts with { Unknown = _counts.Unknown + report.Count },
            };
            _counts = _counts with { Buffered = _counts.Buffered - report.Count };
        }
    }
}

/// <summary>Identity of a stream's events.</summary>
/// <param name="Pipeline">Name of the pipeline.</param>
/// <param name="Stream">Number of the stream within its pipeline and process.</param>
/// <param name="Run">The run.</param>
internal sealed record StreamIdentity(string Pipeline, ushort Stream, Guid Run);
