namespace EventLogDemo.Engine.Events;

/// <summary>
/// JSON objects on one line with the fields of OpenTelemetry's log data model ("Logs Data Model", OpenTelemetry Specification),
/// padded in Body. Times are nanoseconds since 1970 as strings, as in OTLP's JSON. TraceId, SpanId and Resource are included from
/// <see cref="SizeWithTrace"/> bytes on, all fields from <see cref="SizeWithAttributes"/> on; below
/// <see cref="SizeWithSeverity"/> only Body.
/// </summary>
internal sealed class JsonGenerator(GeneratorOptions options) : EventGenerator(options)
{
    public const int SizeWithSeverity = 96;
    public const int SizeWithTrace = 256;
    public const int SizeWithAttributes = 480;

    /// <summary>Length of <c>{"Body":""}</c>.</summary>
    private const int SmallestObject = 11;

    private protected override void Compose(EventPlace place, ref EventRandom random, Span<byte> body)
    {
        if (Size < SmallestObject)
        {
            ComposeScalar(ref random, body);
            return;
        }

        BodyWriter writer = new(body);
        LogSeverity severity = random.Pick(LogVocabulary.Severities);
        writer.Write((byte)'{');
        if (Size >= SizeWithSeverity)
        {
            WriteFields(place, severity, ref random, ref writer);
        }

        writer.Write("\"Body\":\""u8);
        int end = Size - "\"}"u8.Length;
        random.Pick(severity.Messages).Write(ref random, ref writer, end - writer.Length);
        if (writer.Length < end)
        {
            writer.Write((byte)' ');
            Padding.Text.Fill(ref random, body[writer.Length..end]);
        }

        "\"}"u8.CopyTo(body[end..]);
    }

    private static void ComposeScalar(ref EventRandom random, Span<byte> body)
    {
        if (body.Length == 1)
        {
            body[0] = (byte)('0' + random.Below(10));
            return;
        }

        body[0] = (byte)'"';
        Padding.Text.Fill(ref random, body[1..^1]);
        body[^1] = (byte)'"';
    }

    private void WriteFields(EventPlace place, LogSeverity severity, ref EventRandom random, ref BodyWriter writer)
    {
        long microseconds = EventTime.MicrosecondsOf(place.Seq, random.Below(1_000));
        writer.Write("\"Timestamp\":\""u8);
        writer.WriteNumber(microseconds * 1_000);
        if (Size >= SizeWithAttributes)
        {
            writer.Write("\",\"ObservedTimestamp\":\""u8);
            writer.WriteNumber((microseconds + 1_000 + random.Below(40_000)) * 1_000);
        }

        writer.Write(severity.JsonFields);
        if (Size < SizeWithTrace)
        {
            return;
        }

        writer.Write("\"TraceId\":\""u8);
        writer.WriteHex(random.Next());
        writer.WriteHex(random.Next());
        writer.Write("\",\"SpanId\":\""u8);
        writer.WriteHex(random.Next());
        writer.Write("\",\"Resource\":{\"service.name\":\""u8);
        writer.Write(random.Pick(LogVocabulary.Services).Name);
        if (Size >= SizeWithAttributes)
        {
            WriteAttributes(ref random, ref writer);
        }

        writer.Write("\"},"u8);
    }

    private static void WriteAttributes(ref EventRandom random, ref BodyWriter writer)
    {
        writer.Write("\",\"service.version\":\"1."u8);
        writer.WriteNumber(random.Below(20));
        writer.Write(".0\",\"host.name\":\""u8);
        writer.Write(random.Pick(LogVocabulary.Hosts));
        writer.Write("\"},\"Attributes\":{\"http.response.status_code\":"u8);
        writer.Write(random.Pick(LogVocabulary.Statuses).Code);
        writer.Write(",\"http.request.method\":\""u8);
        writer.Write(random.Pick(LogVocabulary.Methods));
        writer.Write("\",\"url.path\":\""u8);
        writer.Write(random.Pick(LogVocabulary.Paths));
        writer.WriteNumber(random.Below(100_000));
    }
}
