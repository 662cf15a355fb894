namespace EventLogDemo.Engine.Events;

/// <summary>The event's position, truncated to the body, followed by words.</summary>
internal sealed class PlainGenerator(GeneratorOptions options) : EventGenerator(options)
{
    private const int MaxHeadLength = 80;

    private protected override void Compose(EventPlace place, ref EventRandom random, Span<byte> body)
    {
        Span<byte> head = stackalloc byte[MaxHeadLength];
        BodyWriter writer = new(head);
        writer.Write("event "u8);
        writer.WriteNumber(place.Seq);
        writer.Write(" of stream "u8);
        writer.WriteNumber(place.Stream);
        writer.Write(" in partition "u8);
        writer.WriteNumber(place.Partition);
        writer.Write(": "u8);

        int length = Math.Min(writer.Length, body.Length);
        head[..length].CopyTo(body);
        Padding.Text.Fill(ref random, body[length..]);
    }
}
