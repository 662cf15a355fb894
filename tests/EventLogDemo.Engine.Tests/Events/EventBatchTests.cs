using EventLogDemo.Engine.Events;
using FsCheck.Xunit;

namespace EventLogDemo.Engine.Tests.Events;

public sealed class EventBatchTests
{
    [Property]
    public bool WhatIsAdded_IsReadBackInOrder(byte[][] bodies)
    {
        EventBatch batch = new();
        for (int index = 0; index < bodies.Length; index++)
        {
            batch.Add(index + 5, IdentityOf(index, bodies[index]), index * 10, bodies[index]);
        }

        bool same = batch.Count == bodies.Length && batch.Bytes == bodies.Sum(body => body.Length);
        for (int index = 0; index < batch.Count; index++)
        {
            EventView view = batch[index];
            same &= view.Offset == index + 5
                && view.Identity == IdentityOf(index, bodies[index])
                && view.StoredAtMicroseconds == index * 10
                && view.Body.SequenceEqual(bodies[index]);
        }

        return same;
    }

    [Fact]
    public void MoreThanTheInitialCapacity_GrowsAndKeepsTheEvents()
    {
        EventBatch batch = new();
        byte[] body = new byte[1_000];
        for (int index = 0; index < 1_000; index++)
        {
            body.AsSpan().Fill((byte)index);
            batch.Add(index, EventIdentity.None, 0, body);
        }

        Assert.Equal(1_000_000, batch.Bytes);
        Assert.Equal(0, batch[0].Body[0]);
        Assert.Equal(999 & 255, batch[999].Body[999]);
    }

    [Fact]
    public void MaxCount_IsFull()
    {
        EventBatch batch = new(maxCount: 2);
        batch.Add(0, EventIdentity.None, 0, []);
        Assert.False(batch.IsFull);
        batch.Add(1, EventIdentity.None, 0, []);
        Assert.True(batch.IsFull);
    }

    [Fact]
    public void MaxBytes_IsFullOnceItHoldsAnEvent()
    {
        EventBatch batch = new(maxBytes: 10);
        Assert.False(batch.IsFull);
        batch.Add(0, EventIdentity.None, 0, new byte[100]);
        Assert.True(batch.IsFull);
        Assert.Equal(100, batch[0].Body.Length);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(100)]
    public void IndexOutOfRange_Throws(int index)
    {
        EventBatch batch = new();
        batch.Add(0, EventIdentity.None, 0, []);

        Assert.Throws<ArgumentOutOfRangeException>(() => batch[index].Offset);
    }

    [Fact]
    public void Cleared_IsEmptyAndFillsAgainWithoutAllocating()
    {
        EventBatch batch = new();
        byte[] body = new byte[500];
        Fill(batch, body);

        Assert.Equal(0, Allocations.LeastOf(_ => Fill(batch, body)));
        Assert.Equal(1_000, batch.Count);
    }

    private static void Fill(EventBatch batch, byte[] body)
    {
        batch.Clear();
        for (int index = 0; index < 1_000; index++)
        {
            batch.Add(index, EventIdentity.None, 0, body);
        }
    }

    private static EventIdentity IdentityOf(int seq, byte[] body) => EventIdentity.Create(1, 2, Guid.Empty, seq, 3, body);
}
