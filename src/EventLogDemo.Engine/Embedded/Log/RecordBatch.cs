using System.Buffers.Binary;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Embedded.Log;

/// <summary>
/// Events of one run, stream and partition with dense seqs, in the format in which the log stores them: each record is the 48
/// bytes of its identity, the length of its body (i32, little-endian) and the body.
/// </summary>
internal sealed class RecordBatch(byte[] buffer)
{
    /// <summary>Size of a record without its body, in bytes.</summary>
    public const int RecordOverhead = EventIdentity.Size + sizeof(int);

    private EventIdentity _first;

    public int Count { get; private set; }

    public int Length { get; private set; }

    /// <summary>The memory, which can be reused when the records are no longer needed.</summary>
    public byte[] Buffer => buffer;

    public ReadOnlySpan<byte> Records => buffer.AsSpan(0, Length);

    public int Partition => _first.Partition;

    public Guid Run => _first.Run;

    public ushort Stream => _first.Stream;

    public long FirstSeq => _first.Seq;

    public long LastSeq => FirstSeq + Count - 1;

    /// <summary>Bytes of the producer's buffer that the batch takes.</summary>
    public long BufferCost { get; private set; }

    /// <summary>When the first event was added, by the machines' clock.</summary>
    public TimeSpan OpenedAt { get; set; }

    /// <summary>Whether the log has ever been given the batch: from then on it may have stored it.</summary>
    public bool WasSent { get; set; }

    /// <summary>Whether its outcome has been decided.</summary>
    public bool IsSettled { get; set; }

    /// <summary>Whether the event continues the batch and fits.</summary>
    public bool Accepts(in EventIdentity identity, int bodyLength) =>
        Length + RecordOverhead + bodyLength <= buffer.Length
        && identity.Seq == LastSeq + 1
        && identity.Stream == Stream
        && identity.Run == Run;

    public void Add(in EventIdentity identity, ReadOnlySpan<byte> body)
    {
        if (Count == 0)
        {
            _first = identity;
        }

        Span<byte> record = buffer.AsSpan(Length);
        identity.Write(record);
        BinaryPrimitives.WriteInt32LittleEndian(record[EventIdentity.Size..], body.Length);
        body.CopyTo(record[RecordOverhead..]);
        Length += RecordOverhead + body.Length;
        BufferCost += AppenderOptions.CostOf(body.Length);
        Count++;
    }

    public DeliveryReport Report(DeliveryOutcome outcome, long firstOffset, EngineException? error) =>
        new(Run, Stream, Partition, FirstSeq, Count, outcome, firstOffset, error);
}
