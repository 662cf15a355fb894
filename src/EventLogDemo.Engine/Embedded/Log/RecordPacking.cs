using K4os.Compression.LZ4;

namespace EventLogDemo.Engine.Embedded.Log;

/// <summary>
/// Records as the log stores them: an LZ4 block if that is shorter, otherwise uncompressed. Compressing log lines costs less than
/// writing them twice, to the write-ahead log and from there to the database. Used by one thread.
/// </summary>
internal sealed class RecordPacking
{
    // A block below this size hardly ever gets shorter.
    private const int SmallestPacked = 256;
    private const int MaxBatchBytes = 4 << 20;

    private byte[] _buffer = [];

    /// <summary>The bytes to store; valid until the next call.</summary>
    public ReadOnlySpan<byte> Pack(ReadOnlySpan<byte> records)
    {
        if (records.Length < SmallestPacked)
        {
            return records;
        }

        // The target has the same size, so a block that would be longer does not fit and fails.
        Grow(records.Length);
        int length = LZ4Codec.Encode(records, _buffer.AsSpan(0, records.Length - 1));
        return length > 0 ? _buffer.AsSpan(0, length) : records;
    }

    /// <summary>The records of stored bytes; valid until the next call.</summary>
    /// <param name="kept">The result of <see cref="Pack"/>.</param>
    /// <param name="length">Length of the records.</param>
    /// <exception cref="InvalidDataException">The bytes are not a valid block.</exception>
    public ReadOnlySpan<byte> Unpack(ReadOnlySpan<byte> kept, int length)
    {
        if (kept.Length == length)
        {
            return kept;
        }

        if (length is < 0 or > MaxBatchBytes)
        {
            throw new InvalidDataException("a compressed batch has an invalid length");
        }

        Grow(length);
        return LZ4Codec.Decode(kept, _buffer.AsSpan(0, length)) == length
            ? _buffer.AsSpan(0, length)
            : throw new InvalidDataException("a compressed batch cannot be decompressed");
    }

    private void Grow(int length)
    {
        if (_buffer.Length < length)
        {
            _buffer = new byte[length];
        }
    }
}
