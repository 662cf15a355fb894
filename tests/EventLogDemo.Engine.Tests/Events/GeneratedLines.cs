using System.Text;
using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Tests.Events;

/// <summary>Generated bodies as text.</summary>
internal static class GeneratedLines
{
    public static string Line(this EventGenerator generator, ushort stream, int partition, long seq)
    {
        byte[] body = new byte[generator.MaxBodyBytes];
        generator.Read(stream, partition, seq, body, out int length);
        return Encoding.ASCII.GetString(body, 0, length);
    }

    /// <summary>The first lines of partition 2.</summary>
    public static string[] Of(EventFormat format, int size, int count)
    {
        using EventGenerator generator = EventGenerator.Create(new GeneratorOptions { Format = format, SizeBytes = size, Seed = 11 });
        return [.. Enumerable.Range(0, count).Select(seq => generator.Line(1, 2, seq))];
    }
}
