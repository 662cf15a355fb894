using System.Text;

namespace EventLogDemo.Engine.Events;

/// <summary>
/// Syslog messages (RFC 5424), padded in MSG. Structured data is included from <see cref="SizeWithData"/> bytes on; below
/// <see cref="SizeWithHeader"/> all header fields except PRI and VERSION are NILVALUE.
/// </summary>
internal sealed class SyslogGenerator(GeneratorOptions options) : EventGenerator(options)
{
    /// <summary>Length of <c>&lt;134&gt;1 - - - - - -</c>.</summary>
    public const int SmallestSize = 18;

    public const int SizeWithHeader = 72;
    public const int SizeWithData = 160;

    private static readonly byte[][] Priorities =
        [.. Enumerable.Range(0, 192).Select(value => Encoding.ASCII.GetBytes($"<{value}>"))];

    private readonly EventTime _time = EventTime.Rfc3339();

    private protected override void Compose(EventPlace place, ref EventRandom random, Span<byte> body)
    {
        BodyWriter writer = new(body);
        LogSeverity severity = random.Pick(LogVocabulary.Severities);
        LogService service = random.Pick(LogVocabulary.Services);
        writer.Write(Priorities[(service.SyslogFacility * 8) + severity.SyslogSeverity]);
        if (Size < SizeWithHeader)
        {
            writer.Write("1 - - - - - -"u8);
        }
        else
        {
            WriteHeader(place, service, ref random, ref writer);
        }

        if (writer.Length == Size)
        {
            return;
        }

        writer.Write((byte)' ');
        random.Pick(severity.Messages).Write(ref random, ref writer, Size - writer.Length);
        if (writer.Length < Size)
        {
            writer.Write((byte)' ');
            Padding.Text.Fill(ref random, writer.Rest);
        }
    }

    private void WriteHeader(EventPlace place, LogService service, ref EventRandom random, ref BodyWriter writer)
    {
        writer.Write("1 "u8);
        long time = EventTime.MicrosecondsOf(place.Seq, random.Below(1_000));
        _time.WriteSecond(time, ref writer);
        writer.Write((byte)'.');
        EventTime.WriteFraction(time, ref writer);
        writer.Write("Z "u8);
        writer.Write(random.Pick(LogVocabulary.Hosts));
        writer.Write((byte)' ');
        writer.Write(service.Name);
        writer.Write((byte)' ');
        writer.WriteNumber(300 + random.Below(32_000));
        writer.Write(" ID"u8);
        writer.WriteNumber(1 + random.Below(99));
        writer.Write((byte)' ');
        if (Size < SizeWithData)
        {
            writer.Write((byte)'-');
            return;
        }

        // 32473 is the enterprise number that RFC 5612 reserves for examples.
        writer.Write("[request@32473 id=\""u8);
        writer.WriteHex(random.Next());
        writer.Write("\" durationMs=\""u8);
        writer.WriteNumber(1 + random.Below(3_000));
        writer.Write("\"]"u8);
    }
}
