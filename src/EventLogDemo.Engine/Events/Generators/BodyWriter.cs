using System.Buffers.Binary;
using System.Buffers.Text;

namespace EventLogDemo.Engine.Events;

/// <summary>Writes the pieces of a body to a span one after another, without allocating.</summary>
internal ref struct BodyWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    public int Length { get; private set; }

    public readonly Span<byte> Rest => _destination[Length..];

    public void Write(scoped ReadOnlySpan<byte> text)
    {
        text.CopyTo(Rest);
        Length += text.Length;
    }

    public void Write(byte character) => _destination[Length++] = character;

    public void WriteNumber(long value)
    {
        // Throws when out of room, like every other write: a size that does not fit its template is a defect.
        if (!Utf8Formatter.TryFormat(value, Rest, out int written))
        {
            throw new ArgumentOutOfRangeException(nameof(value), "The body has no room for the number.");
        }

        Length += written;
    }

    /// <summary>Writes a number from 0 to 99 as two digits.</summary>
    public void WriteTwoDigits(int value)
    {
        (int tens, int ones) = int.DivRem(value, 10);
        Span<byte> field = _destination.Slice(Length, 2);
        field[1] = (byte)('0' + ones);
        field[0] = (byte)('0' + tens);
        Length += 2;
    }

    /// <summary>Writes a value as 16 hexadecimal digits.</summary>
    public void WriteHex(ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        WriteHex(bytes);
    }

    /// <summary>Writes a value as 8 hexadecimal digits.</summary>
    public void WriteHex(uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        WriteHex(bytes);
    }

    /// <summary>Writes an IP address of the private network 10.0.0.0/8.</summary>
    public void WriteAddress(uint bits)
    {
        Write("10."u8);
        WriteNumber((bits >> 16) & 255);
        Write((byte)'.');
        WriteNumber((bits >> 8) & 255);
        Write((byte)'.');
        WriteNumber(1 + (bits & 255) % 254);
    }

    /// <summary>Advances past bytes that were written directly to <see cref="Rest"/>.</summary>
    public void Skip(int count) => Length += count;

    private void WriteHex(scoped ReadOnlySpan<byte> bytes)
    {
        Convert.TryToHexStringLower(bytes, _destination.Slice(Length, bytes.Length * 2), out int written);
        Length += written;
    }
}
