using System.Text;
using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Tests.Events;

public sealed class LogEventTests
{
    private static readonly Guid Run = new("0192f3a4-5b6c-7d8e-9fa0-b1c2d3e4f506");

    [Fact]
    public void StoredRow_HasEveryField()
    {
        byte[] body = Encoding.UTF8.GetBytes("żółw");
        EventIdentity identity = EventIdentity.Create(7, 2, Run, 41, 1_767_225_600_123_456, body);

        LogEvent made = Make(identity, 1_767_225_601_000_000, body);

        Assert.True(made.HasIdentity);
        Assert.Equal((2, 99L, Run, 7, 41L), (made.Partition, made.Offset, made.Run, made.Stream, made.Seq));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, 123, 456, TimeSpan.Zero), made.SentAt);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 1, TimeSpan.Zero), made.StoredAt);
        Assert.Equal(identity.Hash, made.Hash);
        Assert.Equal(body, made.Bytes);
        Assert.Equal(body.Length, made.SizeBytes);
        Assert.Equal("żółw", made.Body);
        Assert.Equal("żółw", made.ToString());
    }

    [Fact]
    public void RecordWithoutIdentity_HasNoIdentity()
    {
        LogEvent made = Make(EventIdentity.None, 0, "somebody else's"u8);

        Assert.False(made.HasIdentity);
        Assert.Equal((Guid.Empty, -1, -1L, 0UL), (made.Run, made.Stream, made.Seq, made.Hash));
        Assert.Null(made.SentAt);
        Assert.Null(made.StoredAt);
    }

    [Fact]
    public void InvalidUtf8_IsReplacedInTheTextAndKeptInTheBytes()
    {
        LogEvent made = Make(EventIdentity.None, 0, [(byte)'a', 0xFF, (byte)'b']);

        Assert.Equal("a\uFFFDb", made.Body);
        Assert.Equal([(byte)'a', 0xFF, (byte)'b'], made.Bytes);
    }

    [Fact]
    public void EmptyBody_IsEmptyText() => Assert.Equal("", Make(EventIdentity.None, 0, []).Body);

    [Fact]
    public void BatchReused_DoesNotChangeTheEvent()
    {
        EventBatch batch = new();
        batch.Add(0, EventIdentity.None, 0, "first"u8);
        LogEvent first = LogEvent.From(0, batch[0]);
        batch.Clear();
        batch.Add(1, EventIdentity.None, 0, "other"u8);

        Assert.Equal("first", first.Body);
    }

    [Theory]
    [InlineData(long.MaxValue, 9999)]
    [InlineData(long.MinValue, 1)]
    public void SentAtBeyondAnyDate_IsTheNearestDate(long microseconds, int year) =>
        Assert.Equal(year, Make(EventIdentity.Create(1, 1, Run, 1, microseconds, []), 0, []).SentAt?.Year);

    private static LogEvent Make(in EventIdentity identity, long storedAt, ReadOnlySpan<byte> body)
    {
        EventBatch batch = new();
        batch.Add(99, identity, storedAt, body);
        return LogEvent.From(2, batch[0]);
    }
}
