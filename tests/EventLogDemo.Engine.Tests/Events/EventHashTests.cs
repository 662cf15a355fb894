using System.IO.Hashing;
using EventLogDemo.Engine.Events;
using FsCheck.Xunit;

namespace EventLogDemo.Engine.Tests.Events;

public sealed class EventHashTests
{
    [Property]
    public bool HeadAndBody_HashAsOnePiece(byte[] head, byte[] body) => Matches(head, body);

    [Theory]
    [InlineData(8 * 1024 - 1)]
    [InlineData(8 * 1024)]
    [InlineData(8 * 1024 + 1)]
    [InlineData(EventLimits.MaxBodyBytes)]
    public void BodyAroundTheCopiedSizeAndAtTheLimit_HashesAsOnePiece(int size)
    {
        byte[] body = new byte[size];
        body.AsSpan().Fill(0x5A);

        Assert.True(Matches([1, 2, 3], body));
        Assert.True(Matches([1, 2, 3], body), "The state of one hash reached into the next.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(1024)]
    [InlineData(100_000)]
    public void Hashing_AllocatesNothing(int size)
    {
        byte[] body = new byte[size];
        EventIdentity.Create(1, 2, Guid.Empty, 0, 4, body);

        long allocated = Allocations.LeastOf(_ =>
        {
            for (int seq = 0; seq < 1_000; seq++)
            {
                EventIdentity.Create(1, 2, Guid.Empty, seq, 4, body);
            }
        });

        Assert.Equal(0, allocated);
    }

    private static bool Matches(byte[] head, byte[] body) =>
        EventHash.Compute(head, body) == XxHash3.HashToUInt64([.. head, .. body]);
}
