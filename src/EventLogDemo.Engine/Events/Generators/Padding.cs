using System.Text;

namespace EventLogDemo.Engine.Events;

/// <summary>Fills the rest of a body with words, copied from a table that is built once.</summary>
internal sealed class Padding
{
    private const int TableSize = 64 * 1024;
    private const ulong TableSeed = 0x45_56_45_4E_54_4C_4F_47;

    private readonly byte[] _table;
    private readonly int[] _starts;

    private Padding(byte separator)
    {
        StringBuilder text = new(TableSize);
        List<int> starts = [];
        EventRandom random = EventRandom.For(TableSeed, 0, 0, 0);
        while (text.Length < TableSize)
        {
            starts.Add(text.Length);
            text.Append(random.Pick(LogVocabulary.Words)).Append((char)separator);
        }

        _table = Encoding.ASCII.GetBytes(text.ToString());
        _starts = [.. starts];
    }

    /// <summary>Words separated by spaces.</summary>
    public static Padding Text { get; } = new((byte)' ');

    /// <summary>Words as in the query of a URI.</summary>
    public static Padding Query { get; } = new((byte)'+');

    /// <summary>Fills a span completely. The text starts with a word and does not end with a separator.</summary>
    public void Fill(ref EventRandom random, Span<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return;
        }

        Span<byte> target = rest;
        int start = random.Pick(_starts);
        while (!target.IsEmpty)
        {
            int length = Math.Min(target.Length, _table.Length - start);
            _table.AsSpan(start, length).CopyTo(target);
            target = target[length..];
            start = 0;
        }

        if (!char.IsAsciiLetter((char)rest[^1]))
        {
            rest[^1] = (byte)'.';
        }
    }
}
