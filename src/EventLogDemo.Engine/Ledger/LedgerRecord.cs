using System.Buffers.Binary;

namespace EventLogDemo.Engine.Ledger;

/// <summary>What a record of a ledger states about its seqs.</summary>
internal enum LedgerRecordKind : byte
{
    Reserved = 1,
    Acked = 2,
    Failed = 3,
    Unknown = 4,
    Closed = 5,
}

/// <summary>One record; its layout is documented at <see cref="LedgerFile"/>.</summary>
internal readonly record struct LedgerRecord(LedgerRecordKind Kind, int Partition, long First, long Count)
{
    public void Write(Span<byte> destination)
    {
        destination = destination[..LedgerFile.RecordSize];
        destination.Clear();
        destination[0] = (byte)Kind;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)Partition);
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], First);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], Count);
        LedgerFile.WriteCrc(destination);
    }

    public static bool TryRead(ReadOnlySpan<byte> source, out LedgerRecord record)
    {
        record = default;
        if (!LedgerFile.HasValidCrc(source))
        {
            return false;
        }

        uint partition = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
        record = new LedgerRecord(
            (LedgerRecordKind)source[0],
            (int)partition,
            BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[16..]));
        return record.Kind is >= LedgerRecordKind.Reserved and <= LedgerRecordKind.Closed
            && partition <= int.MaxValue
            && record is { First: >= 0, Count: >= 1 }
            && record.First <= long.MaxValue - record.Count;
    }
}
