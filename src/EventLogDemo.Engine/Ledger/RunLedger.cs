using System.Buffers;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Ledger;

/// <summary>
/// Writes the ledger of one run (<see cref="LedgerFile"/> documents the format). Blocks of seqs are reserved on disk before they
/// are used; outcomes gather in memory, adjacent ones as one range, until <see cref="Flush"/>. Safe to use from several threads.
/// </summary>
public sealed class RunLedger : IDisposable
{
    // Bounds what an outcome that arrives out of order can cost: inserting moves at most 16 KiB.
    private const int MaxPendingRanges = 1024;
    private const int OutcomeCount = 3;

    private readonly Stream _storage;
    private readonly string _name;
    private readonly Lock _fileGate = new();
    private readonly Lock _pendingGate = new();
    private readonly ArrayBufferWriter<byte> _outgoing = new();
    private readonly ArrayBufferWriter<byte> _crowded = new();
    private readonly byte[] _reservation = new byte[LedgerFile.RecordSize];
    private IntervalSet[] _pending = [];
    private bool _hasPending;
    private long _length;
    private bool _isClosed;

    private RunLedger(Stream storage, string name, LedgerHeader header)
    {
        _storage = storage;
        _name = name;
        Header = header;
        Append(LedgerFile.EncodeHeader(header), durable: true);
    }

    /// <summary>The run as a whole.</summary>
    public LedgerHeader Header { get; }

    /// <summary>Begins the ledger of a run in the folder of a pipeline. The file must not exist: a run has one writer, ever.</summary>
    /// <exception cref="DiskFullException">The disk is full.</exception>
    /// <exception cref="DataFolderAccessException">The file exists, or the folder cannot be written.</exception>
    public static RunLedger Create(string pipelineFolder, LedgerHeader header)
    {
        string path = LedgerFile.PathOf(pipelineFolder, header.Run);
        FileStream file;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw DiskSpace.IsExhausted(failure)
                ? new DiskFullException(path, failure)
                : new DataFolderAccessException(path, failure);
        }

        try
        {
            return new RunLedger(file, path, header);
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Begins a ledger in a stream, such as one in memory. The same calls make the same bytes.</summary>
    /// <param name="storage">Empty, writable and seekable; disposed with the ledger.</param>
    /// <param name="header">The run as a whole.</param>
    /// <exception cref="DiskFullException">The disk is full.</exception>
    public static RunLedger Create(Stream storage, LedgerHeader header) =>
        new(storage, (storage as FileStream)?.Name ?? "ledger", header);

    /// <summary>Reserves seqs of one partition. They may be used when this has returned: it is on disk then.</summary>
    /// <exception cref="DiskFullException">The disk is full; nothing was reserved.</exception>
    /// <exception cref="IOException">The ledger could not be written; nothing was reserved.</exception>
    public void Reserve(int partition, long first, long count)
    {
        lock (_fileGate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            new LedgerRecord(LedgerRecordKind.Reserved, partition, first, count).Write(_reservation);
            Append(_reservation, durable: true);
        }
    }

    /// <summary>Notes an outcome in memory. Never waits for the disk and, once it has met its partitions, allocates nothing.</summary>
    public void Record(in DeliveryReport report)
    {
        lock (_pendingGate)
        {
            int slot = (report.Partition * OutcomeCount) + (int)report.Outcome;
            if (slot >= _pending.Length)
            {
                int known = _pending.Length;
                Array.Resize(ref _pending, (report.Partition + 1) * OutcomeCount);
                for (int i = known; i < _pending.Length; i++)
                {
                    _pending[i] = new IntervalSet();
                }
            }

            IntervalSet seqs = _pending[slot];
            seqs.Add(report.FirstSeq, report.FirstSeq + report.Count);
            _hasPending = true;
            if (seqs.Ranges.Length >= MaxPendingRanges)
            {
                MoveTo(_crowded, slot);
            }
        }
    }

    /// <summary>
    /// Hands what is pending to the operating system: it outlives the process from then on, though not a loss of power, after
    /// which its seqs count as undecided. What could not be written is kept for the next call.
    /// </summary>
    /// <exception cref="DiskFullException">The disk is full.</exception>
    /// <exception cref="IOException">The ledger could not be written.</exception>
    public void Flush()
    {
        lock (_fileGate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            GatherPending();
            if (_outgoing.WrittenCount > 0)
            {
                Append(_outgoing.WrittenSpan, durable: false);
                _outgoing.ResetWrittenCount();
            }
        }
    }

    /// <summary>Writes what is pending and that the run has ended, and closes the file. Reports that come later are lost.</summary>
    /// <param name="closedAtMicroseconds">When the run ended (microseconds since 1970, UTC).</param>
    /// <inheritdoc cref="Flush" path="/exception"/>
    public void Close(long closedAtMicroseconds)
    {
        lock (_fileGate)
        {
            if (_isClosed)
            {
                return;
            }

            // In two writes: a full disk may still take the outcomes.
            Flush();
            Span<byte> closed = stackalloc byte[LedgerFile.RecordSize];
            new LedgerRecord(LedgerRecordKind.Closed, 0, closedAtMicroseconds, 1).Write(closed);
            Append(closed, durable: true);
            Dispose();
        }
    }

    /// <summary>Closes the file as it is. Without <see cref="Close"/> before it, the run reads as one that did not end in good order.</summary>
    public void Dispose()
    {
        lock (_fileGate)
        {
            _isClosed = true;
            _storage.Dispose();
        }
    }

    /// <summary>Closes the file and deletes it, for a run that has come to nothing.</summary>
    public void Delete()
    {
        Dispose();
        if (_storage is FileStream file)
        {
            File.Delete(file.Name);
        }
    }

    private void GatherPending()
    {
        lock (_pendingGate)
        {
            if (!_hasPending)
            {
                return;
            }

            _outgoing.Write(_crowded.WrittenSpan);
            _crowded.ResetWrittenCount();
            for (int slot = 0; slot < _pending.Length; slot++)
            {
                MoveTo(_outgoing, slot);
            }

            _hasPending = false;
        }
    }

    private void MoveTo(ArrayBufferWriter<byte> buffer, int slot)
    {
        IntervalSet seqs = _pending[slot];
        LedgerRecordKind kind = KindOf((DeliveryOutcome)(slot % OutcomeCount));
        foreach (Interval range in seqs.Ranges)
        {
            new LedgerRecord(kind, slot / OutcomeCount, range.Start, range.Count).Write(buffer.GetSpan(LedgerFile.RecordSize));
            buffer.Advance(LedgerFile.RecordSize);
        }

        seqs.Clear();
    }

    // Always from the last good end on: what a failed write left behind is written over by the next one.
    private void Append(ReadOnlySpan<byte> bytes, bool durable)
    {
        try
        {
            _storage.Position = _length;
            _storage.Write(bytes);
            if (durable && _storage is FileStream file)
            {
                file.Flush(flushToDisk: true);
            }
            else
            {
                _storage.Flush();
            }

            _length += bytes.Length;
        }
        catch (IOException failure) when (DiskSpace.IsExhausted(failure))
        {
            throw new DiskFullException(_name, failure);
        }
    }

    private static LedgerRecordKind KindOf(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Acked => LedgerRecordKind.Acked,
        DeliveryOutcome.Failed => LedgerRecordKind.Failed,
        DeliveryOutcome.Unknown => LedgerRecordKind.Unknown,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
