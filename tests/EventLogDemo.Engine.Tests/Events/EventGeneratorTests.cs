using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using FsCheck.Xunit;

namespace EventLogDemo.Engine.Tests.Events;

public sealed class EventGeneratorTests
{
    public static TheoryData<EventFormat> Formats() => [.. Enum.GetValues<EventFormat>()];

    [Property(MaxTest = 1_000)]
    public bool AnyPosition_FillsTheSizeExactlyAndIsMadeAgain(
        byte format, ushort size, long seed, ushort stream, int partition, long seq)
    {
        GeneratorOptions options = new()
        {
            Format = (EventFormat)(format % 4),
            SizeBytes = 1 + (size % 2_000),
            Seed = seed,
        };
        using EventGenerator generator = EventGenerator.Create(options);
        using EventGenerator again = EventGenerator.Create(options);
        again.Read(9, 9, 9, new byte[options.SizeBytes], out _);

        byte[] body = new byte[options.SizeBytes + 8];
        SourceRead found = generator.Read(stream, partition & int.MaxValue, seq & long.MaxValue, body, out int length);
        byte[] same = new byte[options.SizeBytes];
        again.Read(stream, partition & int.MaxValue, seq & long.MaxValue, same, out _);

        return found == SourceRead.Body
            && length == options.SizeBytes
            && generator.MaxBodyBytes == options.SizeBytes
            && body.AsSpan(0, length).SequenceEqual(same)
            && body.AsSpan(length).IndexOfAnyExcept((byte)0) < 0
            && !same.AsSpan().ContainsAnyExceptInRange((byte)' ', (byte)'~');
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void EverySizeUpToTwoKilobytes_IsFilledWithPrintableAscii(EventFormat format)
    {
        for (int size = 1; size <= 2_048; size++)
        {
            using EventGenerator generator = EventGenerator.Create(new GeneratorOptions { Format = format, SizeBytes = size });
            for (long seq = 0; seq < 5; seq++)
            {
                string line = generator.Line(3, 1, seq * 7_919);
                Assert.Equal(size, line.Length);
                Assert.DoesNotContain(line, character => character is < ' ' or > '~');
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void LargestSize_IsFilled(EventFormat format)
    {
        using EventGenerator generator = EventGenerator.Create(
            new GeneratorOptions { Format = format, SizeBytes = EventLimits.MaxBodyBytes });

        Assert.Equal(EventLimits.MaxBodyBytes, generator.Line(1, 0, 0).Length);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void LastSeq_HasABody(EventFormat format)
    {
        using EventGenerator generator = EventGenerator.Create(new GeneratorOptions { Format = format });

        Assert.NotEqual(
            generator.Line(ushort.MaxValue, int.MaxValue, long.MaxValue),
            generator.Line(ushort.MaxValue, int.MaxValue, long.MaxValue - 1));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void SeedStreamPartitionAndSeq_EachChangeTheBody(EventFormat format)
    {
        using EventGenerator generator = EventGenerator.Create(new GeneratorOptions { Format = format, SizeBytes = 300, Seed = 5 });
        using EventGenerator otherSeed = EventGenerator.Create(new GeneratorOptions { Format = format, SizeBytes = 300, Seed = 6 });

        string[] bodies =
        [
            generator.Line(1, 0, 0), otherSeed.Line(1, 0, 0), generator.Line(2, 0, 0), generator.Line(1, 1, 0), generator.Line(1, 0, 1),
        ];
        Assert.Equal(bodies.Length, bodies.Distinct().Count());
    }

    /// <summary>Same seed, same bytes, on every machine and in every version: changing these breaks replays of old runs.</summary>
    [Theory]
    [InlineData(EventFormat.Plain, "4527aa261d4a8ec7")]
    [InlineData(EventFormat.Syslog, "5d1a2af91f21d819")]
    [InlineData(EventFormat.Apache, "f867352a16810589")]
    [InlineData(EventFormat.Json, "b3cd43453d6aaf0c")]
    public void BytesOfASeed_NeverChange(EventFormat format, string digest)
    {
        XxHash3 hash = new();
        foreach (int size in (int[])[1, 20, 70, 100, 200, 300, 512, 1_024, 70_000])
        {
            using EventGenerator generator = EventGenerator.Create(new GeneratorOptions { Format = format, SizeBytes = size, Seed = 42 });
            for (int index = 0; index < 200; index++)
            {
                hash.Append(Encoding.ASCII.GetBytes(generator.Line((ushort)(index % 3), index % 7, index * 1_000_003L)));
            }
        }

        Span<byte> value = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(value, hash.GetCurrentHashAsUInt64());
        Assert.Equal(digest, Convert.ToHexStringLower(value));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Generating_AllocatesNothing(EventFormat format)
    {
        foreach (int size in (int[])[10, 100, 1_024])
        {
            using EventGenerator generator = EventGenerator.Create(new GeneratorOptions { Format = format, SizeBytes = size });
            byte[] body = new byte[size];
            generator.Read(1, 0, 0, body, out _);

            long allocated = Allocations.LeastOf(_ =>
            {
                for (long seq = 0; seq < 5_000; seq++)
                {
                    generator.Read(1, 0, seq, body, out int _);
                }
            });

            Assert.Equal(0, allocated);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_001)]
    public void SizeOutsideItsRange_IsRefusedWithTheRange(int size)
    {
        OptionRangeException refusal = Assert.Throws<OptionRangeException>(
            () => EventGenerator.Create(new GeneratorOptions { SizeBytes = size }));

        Assert.Equal("SizeBytes", refusal.Option);
        Assert.Contains("from 1 to 1,000,000", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownFormat_IsRefused() =>
        Assert.Throws<OptionRangeException>(() => EventGenerator.Create(new GeneratorOptions { Format = (EventFormat)9 }));

    [Fact]
    public void Description_NamesFormatSizeAndSeed()
    {
        using EventGenerator generator = EventGenerator.Create(new GeneratorOptions { Format = EventFormat.Syslog, SizeBytes = 1024, Seed = 7 });
        Assert.Equal("Syslog, 1024 B, seed 7", generator.Description);
    }
}
