using System.Globalization;
using System.Text.Json;
using EventLogDemo.Engine.Events;
using FsCheck.Xunit;

namespace EventLogDemo.Engine.Tests.Events;

public sealed class EventIdentityTests
{
    private static readonly Guid Run = new("0192f3a4-5b6c-7d8e-9fa0-b1c2d3e4f506");

    public static TheoryData<string> GoldenNames() => [.. GoldenVectors().Select(vector => vector.Name)];

    [Theory]
    [MemberData(nameof(GoldenNames))]
    public void GoldenVector_IsWrittenByteByByte(string name)
    {
        GoldenVector vector = GoldenVectors().Single(vector => vector.Name == name);
        EventIdentity identity = EventIdentity.Create(
            vector.Stream, vector.Partition, vector.Run, vector.Seq, vector.SentAtMicroseconds, vector.Body);
        byte[] key = new byte[EventIdentity.Size];
        identity.Write(key);

        Assert.Equal(vector.Hash, identity.Hash);
        Assert.Equal(Convert.ToHexStringLower(vector.Key), Convert.ToHexStringLower(key));
    }

    [Theory]
    [MemberData(nameof(GoldenNames))]
    public void GoldenVector_IsReadBack(string name)
    {
        GoldenVector vector = GoldenVectors().Single(vector => vector.Name == name);

        Assert.True(EventIdentity.TryRead(vector.Key, out EventIdentity identity));
        Assert.Equal(
            new EventIdentity(
                1, 0, vector.Stream, vector.Partition, vector.Run, vector.Seq, vector.SentAtMicroseconds, vector.Hash),
            identity);
        Assert.True(identity.Matches(vector.Body));
    }

    [Fact]
    public void GoldenVectors_CoverTheSizesAtWhichTheHashChangesItsMethod() =>
        Assert.Superset(
            new HashSet<int> { 0, 1, 200, 201, 1024, 9216 },
            GoldenVectors().Select(vector => vector.Body.Length).ToHashSet());

    [Fact]
    public void Write_PutsEveryFieldAtItsOffset()
    {
        EventIdentity identity = new(
            1, 0x02, 0x0403, 0x08070605, new Guid("11121314-1516-1718-191a-1b1c1d1e1f20"), 0x2827262524232221,
            0x3837363534333231, 0x4847464544434241);
        byte[] key = new byte[EventIdentity.Size];
        identity.Write(key);

        byte[] expected =
        [
            0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08,
            0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f, 0x20,
            0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28,
            0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38,
            0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48,
        ];
        Assert.Equal(expected, key);
    }

    [Property]
    public bool AnyIdentity_SurvivesTheWire(ushort stream, int partition, Guid run, long seq, long sentAt, byte[] body)
    {
        EventIdentity identity = EventIdentity.Create(
            stream, partition & int.MaxValue, run, seq & long.MaxValue, sentAt, body);
        Span<byte> key = stackalloc byte[EventIdentity.Size];
        identity.Write(key);
        return EventIdentity.TryRead(key, out EventIdentity read) && read == identity && read.Matches(body);
    }

    [Property]
    public bool AnyChangedByteOfKeyOrBody_IsNoticed(byte[] body, int position, byte change)
    {
        EventIdentity identity = EventIdentity.Create(1, 2, Run, 3, 4, body);
        byte[] record = new byte[EventIdentity.Size + body.Length];
        identity.Write(record);
        body.CopyTo(record, EventIdentity.Size);

        record[(int)((uint)position % (uint)record.Length)] ^= Math.Max(change, (byte)1);

        return !EventIdentity.TryRead(record.AsSpan(0, EventIdentity.Size), out EventIdentity read)
            || !read.Matches(record.AsSpan(EventIdentity.Size));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(47)]
    [InlineData(49)]
    public void TryRead_WrongLength_IsRefused(int length)
    {
        byte[] key = new byte[length];
        key.AsSpan(0, Math.Min(length, 1)).Fill(EventIdentity.CurrentVersion);

        Assert.False(EventIdentity.TryRead(key, out EventIdentity identity));
        Assert.False(identity.IsPresent);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 2)]
    [InlineData(0, 255)]
    [InlineData(7, 0x80)]
    [InlineData(31, 0x80)]
    public void TryRead_UnknownVersionOrNegativePartitionOrSeq_IsRefused(int position, byte value)
    {
        byte[] key = new byte[EventIdentity.Size];
        EventIdentity.Create(1, 2, Run, 3, 4, []).Write(key);
        key[position] = value;

        Assert.False(EventIdentity.TryRead(key, out EventIdentity identity));
        Assert.Equal(EventIdentity.None, identity);
    }

    [Fact]
    public void Write_ToATooSmallBuffer_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => EventIdentity.None.Write(new byte[EventIdentity.Size - 1]));

    private static List<GoldenVector> GoldenVectors()
    {
        using JsonDocument file = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "event-identity.json")));
        return [.. file.RootElement.GetProperty("vectors").EnumerateArray().Select(GoldenVector.From)];
    }

    private sealed record GoldenVector(
        string Name, ushort Stream, int Partition, Guid Run, long Seq, long SentAtMicroseconds, ulong Hash, byte[] Key, byte[] Body)
    {
        public static GoldenVector From(JsonElement vector)
        {
            string Text(string field) => vector.GetProperty(field).GetString()!;
            return new GoldenVector(
                Text("name"),
                ushort.Parse(Text("stream"), CultureInfo.InvariantCulture),
                int.Parse(Text("partition"), CultureInfo.InvariantCulture),
                Guid.Parse(Text("run")),
                long.Parse(Text("seq"), CultureInfo.InvariantCulture),
                long.Parse(Text("sentAtMicroseconds"), CultureInfo.InvariantCulture),
                Convert.ToUInt64(Text("hash"), 16),
                Convert.FromHexString(Text("key")),
                Convert.FromBase64String(Text("body")));
        }
    }
}
