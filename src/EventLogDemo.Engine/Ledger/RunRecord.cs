using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Ledger;

/// <summary>What a ledger file says about a run, as far as it was written when it was read.</summary>
/// <param name="Header">The run as a whole.</param>
/// <param name="ClosedAt">When the run ended in good order (UTC); null while it goes on and after a crash.</param>
/// <param name="Partitions">The partitions for which something was reserved, by number.</param>
/// <param name="IgnoredTailBytes">Bytes at the end that are no whole record: what a crash in the middle of a write left.</param>
public sealed record RunRecord(
    LedgerHeader Header, DateTimeOffset? ClosedAt, IReadOnlyDictionary<int, PartitionRecord> Partitions, long IgnoredTailBytes)
{
    /// <summary>When the run began (UTC).</summary>
    public DateTimeOffset CreatedAt => DateTimeOffset.UnixEpoch.AddTicks(Header.CreatedAtMicroseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>Whether the run ended in good order: every event it produced has an outcome in the ledger.</summary>
    public bool IsClosed => ClosedAt is not null;
}

/// <summary>What a run says about one partition, as sets of seqs.</summary>
/// <param name="Partition">Number of the partition.</param>
public sealed record PartitionRecord(int Partition)
{
    /// <summary>Seqs set aside before any of them was used: all that the run can have produced, and some that it has not.</summary>
    public IntervalSet Reserved { get; } = new();

    /// <summary>Persisted.</summary>
    public IntervalSet Acked { get; } = new();

    /// <summary>Certainly not persisted.</summary>
    public IntervalSet Failed { get; } = new();

    /// <summary>Possibly persisted.</summary>
    public IntervalSet Unknown { get; } = new();

    internal IntervalSet SetOf(LedgerRecordKind kind) => kind switch
    {
        LedgerRecordKind.Reserved => Reserved,
        LedgerRecordKind.Acked => Acked,
        LedgerRecordKind.Failed => Failed,
        LedgerRecordKind.Unknown => Unknown,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
