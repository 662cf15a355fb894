using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using System.Text.Unicode;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Ledger;

/// <summary>
/// The format of a ledger file, version 1. One file holds one run. All numbers are little-endian, GUIDs are in RFC 9562 byte
/// order, times are microseconds since 1970-01-01T00:00:00Z, and every CRC is CRC-32 (ISO-HDLC) of all bytes of the header or the
/// record before it.
/// <code>
/// header
/// offset    size  field
///      0       8  magic, "ELDLEDGR" in ASCII
///      8       2  format version, u16: 1
///     10       2  stream, u16
///     12       4  size of the header with padding and CRC, u32: a multiple of 32
///     16      16  run
///     32      16  pipeline id
///     48       8  created-at, i64
///     56       2  bytes of the source's description, u16 (at most 16,384)
///     58       2  bytes of the options' text, u16 (at most 16,384)
///     60       4  0
///     64      ..  description, then options (UTF-8), then zeros
///  size-4      4  CRC
///
/// record: 32 bytes each from the end of the header on, so that none lies across two disk sectors
/// offset    size  field
///      0       1  kind: 1 Reserved, 2 Acked, 3 Failed, 4 Unknown, 5 Closed
///      1       3  0
///      4       4  partition, u32 (Closed: 0)
///      8       8  first seq, i64 (Closed: closed-at)
///     16       8  count, i64: at least 1 (Closed: 1)
///     24       4  0
///     28       4  CRC
/// </code>
/// Records are only ever appended, in no particular order, and are facts that add up: a partition's set of a kind is the union of
/// its records. <c>Reserved</c> is on disk before the first of its seqs is used, so a seq outside it was never produced by the
/// run. The outcomes follow within about a quarter of a second; what is reserved and has none may or may not have been produced.
/// Nothing follows <c>Closed</c>. A crash leaves at worst a torn tail: a reader stops at the first record that does not hold.
/// </summary>
public static class LedgerFile
{
    /// <summary>The version written today. A file of a newer one is refused.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>Folder of the ledger files inside a pipeline's folder.</summary>
    public const string FolderName = "ledger";

    /// <summary>What the name of a ledger file ends in.</summary>
    public const string Extension = ".ledger";

    internal const int FixedHeaderSize = 64;
    internal const int RecordSize = 32;
    internal const int CrcSize = 4;

    private const int MaxTextBytes = 16 * 1024;
    private const int MaxHeaderSize = FixedHeaderSize + (2 * MaxTextBytes) + RecordSize;

    private static ReadOnlySpan<byte> Magic => "ELDLEDGR"u8;

    /// <summary>Path of a run's file in the folder of a pipeline.</summary>
    public static string PathOf(string pipelineFolder, Guid run) =>
        Path.Combine(pipelineFolder, FolderName, $"{run:N}{Extension}");

    /// <summary>Whether a file is named as a run's.</summary>
    internal static bool IsFile(string path) =>
        Path.GetExtension(path) == Extension && Guid.TryParseExact(Path.GetFileNameWithoutExtension(path), "N", out _);

    /// <summary>The run that a file is named after.</summary>
    internal static Guid RunOf(string path) => Guid.ParseExact(Path.GetFileNameWithoutExtension(path), "N");

    internal static byte[] EncodeHeader(LedgerHeader header)
    {
        ReadOnlySpan<byte> source = EncodeText(header.Source);
        ReadOnlySpan<byte> options = EncodeText(header.Options);
        int needed = FixedHeaderSize + source.Length + options.Length + CrcSize;
        byte[] bytes = new byte[(needed + RecordSize - 1) / RecordSize * RecordSize];
        Span<byte> span = bytes;
        Magic.CopyTo(span);
        BinaryPrimitives.WriteUInt16LittleEndian(span[8..], CurrentFormatVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(span[10..], header.Stream);
        BinaryPrimitives.WriteUInt32LittleEndian(span[12..], (uint)bytes.Length);
        header.Run.TryWriteBytes(span[16..], bigEndian: true, out _);
        header.PipelineId.TryWriteBytes(span[32..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64LittleEndian(span[48..], header.CreatedAtMicroseconds);
        BinaryPrimitives.WriteUInt16LittleEndian(span[56..], (ushort)source.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(span[58..], (ushort)options.Length);
        source.CopyTo(span[FixedHeaderSize..]);
        options.CopyTo(span[(FixedHeaderSize + source.Length)..]);
        WriteCrc(span);
        return bytes;
    }

    /// <summary>Reads the header and leaves the stream at the first record.</summary>
    internal static LedgerHeader ReadHeader(Stream stream, string name)
    {
        byte[] start = new byte[FixedHeaderSize];
        int found = stream.ReadAtLeast(start, FixedHeaderSize, throwOnEndOfStream: false);
        if (found < FixedHeaderSize || !start.AsSpan().StartsWith(Magic))
        {
            throw new DataCorruptException(name, "it does not start like a ledger");
        }

        int version = BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(8));
        if (version > CurrentFormatVersion)
        {
            throw new DataFormatException(name, version, CurrentFormatVersion);
        }

        uint size = BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(12));
        if (size is <= FixedHeaderSize or > MaxHeaderSize || size % RecordSize != 0)
        {
            throw new DataCorruptException(name, "its header has an invalid size");
        }

        byte[] bytes = new byte[size];
        start.CopyTo(bytes, 0);
        found = stream.ReadAtLeast(bytes.AsSpan(FixedHeaderSize), bytes.Length - FixedHeaderSize, throwOnEndOfStream: false);
        if (found < bytes.Length - FixedHeaderSize || !HasValidCrc(bytes))
        {
            throw new DataCorruptException(name, "its header is incomplete or altered");
        }

        return DecodeHeader(bytes, name);
    }

    internal static void WriteCrc(Span<byte> block) =>
        BinaryPrimitives.WriteUInt32LittleEndian(block[^CrcSize..], Crc32.HashToUInt32(block[..^CrcSize]));

    internal static bool HasValidCrc(ReadOnlySpan<byte> block) =>
        BinaryPrimitives.ReadUInt32LittleEndian(block[^CrcSize..]) == Crc32.HashToUInt32(block[..^CrcSize]);

    private static LedgerHeader DecodeHeader(ReadOnlySpan<byte> bytes, string name)
    {
        int sourceLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[56..]);
        int optionsLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[58..]);
        if (FixedHeaderSize + sourceLength + optionsLength + CrcSize > bytes.Length)
        {
            throw new DataCorruptException(name, "the strings of its header are longer than the header");
        }

        return new LedgerHeader(
            new Guid(bytes[16..32], bigEndian: true),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]),
            new Guid(bytes[32..48], bigEndian: true),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[48..]),
            Encoding.UTF8.GetString(bytes.Slice(FixedHeaderSize, sourceLength)),
            Encoding.UTF8.GetString(bytes.Slice(FixedHeaderSize + sourceLength, optionsLength)));
    }

    // Stops at a character's end when the text is too long.
    private static ReadOnlySpan<byte> EncodeText(string text)
    {
        byte[] bytes = new byte[Math.Min(Encoding.UTF8.GetMaxByteCount(text.Length), MaxTextBytes)];
        Utf8.FromUtf16(text, bytes, out _, out int written, replaceInvalidSequences: true);
        return bytes.AsSpan(0, written);
    }
}

/// <summary>What a ledger file says about its run as a whole.</summary>
/// <param name="Run">The run: one per process and stream.</param>
/// <param name="Stream">Number of the stream within its process.</param>
/// <param name="PipelineId">Pipeline that the run wrote to.</param>
/// <param name="CreatedAtMicroseconds">When the run began (microseconds since 1970, UTC).</param>
/// <param name="Source">Description of the event source.</param>
/// <param name="Options">The run's options, for people. Of both texts the first 16 KiB are kept.</param>
public sealed record LedgerHeader(
    Guid Run, ushort Stream, Guid PipelineId, long CreatedAtMicroseconds, string Source, string Options);
