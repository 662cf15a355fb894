using System.Buffers.Binary;

namespace EventLogDemo.Engine.Events;

/// <summary>
/// Distinguishes one event from all others, kept beside the body and never inside it: 48 bytes, little-endian. It is the record
/// key in Kafka and a set of columns in a store.
/// <code>
/// offset  size  field
///      0     1  version (1)
///      1     1  flags (0)
///      2     2  stream, u16
///      4     4  partition, u32
///      8    16  run, RFC 9562 byte order
///     24     8  seq, u64: dense per run, stream and partition, from 0
///     32     8  sent-at, i64: microseconds since 1970-01-01T00:00:00Z
///     40     8  hash, u64: XXH3-64 (seed 0) of bytes 0 to 39 followed by the body
/// </code>
/// </summary>
/// <param name="Version">Layout version; 0 means "no identity" (a record that another program wrote).</param>
/// <param name="Flags">Reserved, 0.</param>
/// <param name="Stream">Number of the stream in its process.</param>
/// <param name="Partition">Partition that the event was written to.</param>
/// <param name="Run">Run: one per process and stream.</param>
/// <param name="Seq">Position within run, stream and partition, from 0.</param>
/// <param name="SentAtMicroseconds">When the producer took the event, UTC.</param>
/// <param name="Hash">XXH3-64 of the first 40 bytes and the body.</param>
public readonly record struct EventIdentity(
    byte Version, byte Flags, ushort Stream, int Partition, Guid Run, long Seq, long SentAtMicroseconds, ulong Hash)
{
    /// <summary>Size of the wire form in bytes.</summary>
    public const int Size = 48;

    /// <summary>The current layout version.</summary>
    public const byte CurrentVersion = 1;

    private const int HashedSize = 40;

    /// <summary>The identity of a record that carries none.</summary>
    public static EventIdentity None => default;

    /// <summary>Whether the record carries an identity.</summary>
    public bool IsPresent => Version != 0;

    /// <summary>Creates the identity of a new event, hash included.</summary>
    public static EventIdentity Create(
        ushort stream, int partition, Guid run, long seq, long sentAtMicroseconds, ReadOnlySpan<byte> body)
    {
        EventIdentity identity = new(CurrentVersion, 0, stream, partition, run, seq, sentAtMicroseconds, 0);
        return identity with { Hash = identity.ComputeHash(body) };
    }

    /// <summary>XXH3-64 of bytes 0 to 39 of the wire form followed by the body.</summary>
    public ulong ComputeHash(ReadOnlySpan<byte> body)
    {
        Span<byte> head = stackalloc byte[Size];
        Write(head);
        return EventHash.Compute(head[..HashedSize], body);
    }

    /// <summary>Whether <see cref="Hash"/> matches the other fields and this body.</summary>
    public bool Matches(ReadOnlySpan<byte> body) => ComputeHash(body) == Hash;

    /// <summary>Writes the wire form into the first <see cref="Size"/> bytes of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The destination is shorter than <see cref="Size"/>.</exception>
    public void Write(Span<byte> destination)
    {
        destination = destination[..Size];
        destination[0] = Version;
        destination[1] = Flags;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], Stream);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)Partition);
        Run.TryWriteBytes(destination[8..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], Seq);
        BinaryPrimitives.WriteInt64LittleEndian(destination[32..], SentAtMicroseconds);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[40..], Hash);
    }

    /// <summary>Reads a wire form: exactly <see cref="Size"/> bytes with a version and fields that this build supports.</summary>
    /// <returns>False for anything else; <paramref name="identity"/> is then <see cref="None"/>.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out EventIdentity identity)
    {
        identity = None;
        if (source.Length != Size || source[0] != CurrentVersion)
        {
            return false;
        }

        uint partition = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
        long seq = BinaryPrimitives.ReadInt64LittleEndian(source[24..]);
        if (partition > int.MaxValue || seq < 0)
        {
            return false;
        }

        identity = new EventIdentity(
            source[0],
            source[1],
            BinaryPrimitives.ReadUInt16LittleEndian(source[2..]),
            (int)partition,
            new Guid(source[8..24], bigEndian: true),
            seq,
            BinaryPrimitives.ReadInt64LittleEndian(source[32..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[40..]));
        return true;
    }
}
