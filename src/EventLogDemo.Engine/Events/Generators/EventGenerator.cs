using System.Globalization;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Events;

/// <summary>
/// Endless bodies of one size and format. A body depends on seed, stream, partition, seq and size alone: any position can
/// be generated again, in any order, and times inside a body follow seq and not the clock. Generating one allocates nothing.
/// </summary>
/// <remarks>
/// Padding keeps a line valid. A size too small for a format's whole line drops optional fields first, then cuts the message;
/// below 18 bytes (syslog) and 65 bytes (Apache) there is no valid line, and the body is that of <see cref="EventFormat.Plain"/>.
/// JSON is valid at any size: below 11 bytes it is a string, at 1 byte a digit.
/// </remarks>
public abstract class EventGenerator : IEventSource
{
    private readonly ulong _seed;

    private protected EventGenerator(GeneratorOptions options)
    {
        _seed = EventRandom.Mix((ulong)options.Seed);
        Size = options.SizeBytes;
        Description = string.Create(CultureInfo.InvariantCulture, $"{options.Format}, {Size} B, seed {options.Seed}");
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public int MaxBodyBytes => Size;

    private protected int Size { get; }

    /// <summary>Creates a generator.</summary>
    /// <exception cref="OptionRangeException">An option is outside its range.</exception>
    public static EventGenerator Create(GeneratorOptions options)
    {
        options.Validate();
        return options.Format switch
        {
            EventFormat.Syslog when options.SizeBytes >= SyslogGenerator.SmallestSize => new SyslogGenerator(options),
            EventFormat.Apache when options.SizeBytes >= ApacheGenerator.SmallestSize => new ApacheGenerator(options),
            EventFormat.Json => new JsonGenerator(options),
            _ => new PlainGenerator(options),
        };
    }

    /// <inheritdoc/>
    public SourceRead Read(ushort stream, int partition, long seq, Span<byte> body, out int length)
    {
        length = Size;
        EventRandom random = EventRandom.For(_seed, stream, partition, seq);
        Compose(new EventPlace(stream, partition, seq), ref random, body[..Size]);
        return SourceRead.Body;
    }

    /// <inheritdoc/>
    public void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Fills all of <paramref name="body"/>.</summary>
    private protected abstract void Compose(EventPlace place, ref EventRandom random, Span<byte> body);

    private protected readonly record struct EventPlace(ushort Stream, int Partition, long Seq);
}
