using System.Buffers.Text;

namespace EventLogDemo.Engine.Events;

/// <summary>
/// Lines of Apache's combined log format (<c>%h %l %u %t "%r" %&gt;s %b "%{Referer}i" "%{User-agent}i"</c>), padded in the query
/// of the request. Below <see cref="SizeWithAgent"/> bytes referer and user agent are <c>-</c>, below
/// <see cref="SizeWithClient"/> also the client, and the path is cut to <c>/</c>.
/// </summary>
internal sealed class ApacheGenerator(GeneratorOptions options) : EventGenerator(options)
{
    /// <summary>Length of <c>- - - [01/Jan/2026:00:00:00 +0000] "GET / HTTP/1.1" 200 - "-" "-"</c>.</summary>
    public const int SmallestSize = 65;

    public const int SizeWithClient = 96;
    public const int SizeWithAgent = 320;

    private static readonly byte[] Nothing = "-"u8.ToArray();

    private readonly EventTime _time = EventTime.Apache();

    private protected override void Compose(EventPlace place, ref EventRandom random, Span<byte> body)
    {
        bool hasClient = Size >= SizeWithClient;
        bool hasAgent = Size >= SizeWithAgent;
        HttpStatus status = random.Pick(LogVocabulary.Statuses);
        byte[] referer = hasAgent ? random.Pick(LogVocabulary.Referers) : Nothing;
        byte[] agent = hasAgent ? random.Pick(LogVocabulary.UserAgents) : Nothing;

        Span<byte> sent = stackalloc byte[8];
        int sentLength = 1;
        sent[0] = (byte)'-';
        if (hasClient && status.HasBody)
        {
            Utf8Formatter.TryFormat(120 + random.Below(random.Below(900_000) + 1), sent, out sentLength);
        }

        BodyWriter writer = new(body);
        WriteClient(hasClient, hasAgent, ref random, ref writer);
        _time.WriteSecond(EventTime.MicrosecondsOf(place.Seq, 0), ref writer);
        writer.Write("] \""u8);
        writer.Write(hasClient ? random.Pick(LogVocabulary.Methods) : "GET"u8);
        writer.Write((byte)' ');
        WritePath(hasClient, hasAgent, ref random, ref writer);

        // The length of what follows the query is known by now, so the query takes exactly the rest.
        int tail = " HTTP/1.1\" 200  \"\" \"\""u8.Length + sentLength + referer.Length + agent.Length;
        int query = Size - writer.Length - tail;
        if (query > 0)
        {
            writer.Write((byte)'?');
            Padding.Query.Fill(ref random, writer.Rest[..(query - 1)]);
            writer.Skip(query - 1);
        }

        writer.Write(" HTTP/1.1\" "u8);
        writer.Write(status.Code);
        writer.Write((byte)' ');
        writer.Write(sent[..sentLength]);
        writer.Write(" \""u8);
        writer.Write(referer);
        writer.Write("\" \""u8);
        writer.Write(agent);
        writer.Write((byte)'"');
    }

    private static void WriteClient(bool hasClient, bool hasUser, ref EventRandom random, ref BodyWriter writer)
    {
        if (!hasClient)
        {
            writer.Write("- - - ["u8);
            return;
        }

        writer.WriteAddress((uint)random.Next());
        writer.Write(" - "u8);

        // Few requests are authenticated by the web server itself.
        writer.Write(hasUser && random.Below(16) == 0 ? random.Pick(LogVocabulary.Users) : Nothing);
        writer.Write(" ["u8);
    }

    private static void WritePath(bool hasClient, bool isWhole, ref EventRandom random, ref BodyWriter writer)
    {
        if (isWhole)
        {
            writer.Write(random.Pick(LogVocabulary.Paths));
            writer.WriteNumber(random.Below(100_000));
        }
        else
        {
            writer.Write(hasClient ? random.Pick(LogVocabulary.ShortPaths) : "/"u8);
        }
    }
}
