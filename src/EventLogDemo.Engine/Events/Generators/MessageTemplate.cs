using System.Text;

namespace EventLogDemo.Engine.Events;

/// <summary>
/// A log message with slots: <c>{n}</c> a number, <c>{ms}</c> a duration, <c>{hex}</c> 8 hexadecimal digits, <c>{ip}</c> an
/// address, <c>{user}</c> a name. Its text is ASCII without quotes or backslashes, so no format has to escape it.
/// </summary>
internal sealed class MessageTemplate
{
    /// <summary>Maximum size of any message in bytes.</summary>
    public const int MaxLength = 160;

    private readonly Piece[] _pieces;

    public MessageTemplate(string text)
    {
        List<Piece> pieces = [];
        string[] parts = text.Split('{');
        pieces.Add(new Piece(Slot.None, Encoding.ASCII.GetBytes(parts[0])));
        foreach (string part in parts.Skip(1))
        {
            int end = part.IndexOf('}', StringComparison.Ordinal);
            pieces.Add(new Piece(Enum.Parse<Slot>(part[..end], ignoreCase: true), Encoding.ASCII.GetBytes(part[(end + 1)..])));
        }

        _pieces = [.. pieces];
    }

    private enum Slot
    {
        None,
        N,
        Ms,
        Hex,
        Ip,
        User,
    }

    /// <summary>Writes the message, truncated to the available room.</summary>
    /// <param name="random">The event's random numbers.</param>
    /// <param name="writer">Where to write.</param>
    /// <param name="room">Bytes that the message may take.</param>
    public void Write(ref EventRandom random, ref BodyWriter writer, int room)
    {
        if (room >= MaxLength)
        {
            WriteWhole(ref random, ref writer);
            return;
        }

        BodyWriter whole = new(stackalloc byte[MaxLength]);
        Span<byte> text = whole.Rest;
        WriteWhole(ref random, ref whole);
        writer.Write(text[..Math.Min(whole.Length, room)]);
    }

    private void WriteWhole(ref EventRandom random, ref BodyWriter writer)
    {
        foreach (ref readonly Piece piece in _pieces.AsSpan())
        {
            switch (piece.Slot)
            {
                case Slot.N:
                    writer.WriteNumber(random.Below(100_000));
                    break;
                case Slot.Ms:
                    writer.WriteNumber(1 + random.Below(3_000));
                    break;
                case Slot.Hex:
                    writer.WriteHex((uint)random.Next());
                    break;
                case Slot.Ip:
                    writer.WriteAddress((uint)random.Next());
                    break;
                case Slot.User:
                    writer.Write(random.Pick(LogVocabulary.Users));
                    break;
            }

            writer.Write(piece.Text);
        }
    }

    private readonly record struct Piece(Slot Slot, byte[] Text);
}
