using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Kafka;

public sealed class DeliveryRangesTests
{
    private static readonly Guid Run = Guid.NewGuid();
    private readonly ContextPool _pool = new();
    private readonly DeliveryRanges _ranges = new();
    private readonly FlushEpoch _epoch = new();

    [Fact]
    public void Consecutive_events_of_a_partition_are_one_range()
    {
        for (int i = 0; i < 1_000; i++)
        {
            Add(partition: 1, seq: 7 + i, offset: 100 + i);
        }

        DeliveryRanges.Range range = Assert.Single(_ranges.Gathered);
        Assert.Equal(new DeliveryReport(Run, 1, 1, 7, 1_000, DeliveryOutcome.Acked, 100, null), range.Report);
        Assert.Equal(1_000 * 60, range.Cost);
        Assert.Equal(1_000, Chain(range).Distinct().Count());
    }

    [Theory]
    [InlineData(1, 2, 102, DeliveryOutcome.Acked, false)]
    [InlineData(0, 1, 101, DeliveryOutcome.Acked, false)]
    [InlineData(1, 1, 105, DeliveryOutcome.Acked, false)]
    [InlineData(1, 1, -1, DeliveryOutcome.Acked, false)]
    [InlineData(1, 1, -1, DeliveryOutcome.Failed, false)]
    [InlineData(1, 1, 101, DeliveryOutcome.Acked, true)]
    public void Event_that_does_not_continue_the_range_starts_one(int partition, long seq, long offset, DeliveryOutcome outcome, bool joins)
    {
        Add(partition: 1, seq: 0, offset: 100);
        Add(partition, seq, offset, outcome);

        Assert.Equal(joins ? 1 : 2, _ranges.Gathered.Count);
    }

    [Fact]
    public void Events_without_offsets_are_joined_by_outcome_and_error()
    {
        ProducerClosedException closed = new();
        Add(0, 0, -1, DeliveryOutcome.Failed, closed);
        Add(0, 1, -1, DeliveryOutcome.Failed, closed);
        Add(0, 2, -1, DeliveryOutcome.Failed, new ProducerClosedException());
        Add(0, 3, -1, DeliveryOutcome.Unknown, closed);

        Assert.Equal([2, 1, 1], _ranges.Gathered.Select(range => range.Count));
        Assert.All(_ranges.Gathered, range => Assert.Equal(-1, range.Report.FirstOffset));
    }

    [Fact]
    public void Free_contexts_are_reused()
    {
        Add(0, 0, 0);
        Add(0, 1, 1);
        DeliveryRanges.Range range = _ranges.Gathered.First();
        _pool.Return(range.First, range.Last);

        DeliveryContext undone = _pool.Rent();
        _pool.Undo(undone);
        Assert.Same(undone, _pool.Rent());
        _pool.Rent();
        Assert.Equal(2, _pool.All.Length);
        _pool.Rent();
        Assert.Equal(3, _pool.All.Length);
    }

    [Fact]
    public void Flush_completes_when_earlier_events_are_reported_and_not_later()
    {
        FlushEpochs epochs = new();
        Assert.True(epochs.Flush().IsCompleted);

        FlushEpoch first = epochs.Current;
        first.Add(2);
        Task flush = epochs.Flush();
        FlushEpoch second = epochs.Current;
        second.Add(1);
        Task next = epochs.Flush();
        first.Add(-1);
        epochs.Settle();
        Assert.False(flush.IsCompleted);

        first.Add(-1);
        epochs.Settle();
        Assert.True(flush.IsCompleted);
        Assert.False(next.IsCompleted);
        Assert.True(epochs.IsAnyWaiting);
        second.Add(-1);
        epochs.Settle();
        Assert.True(next.IsCompleted);
        Assert.False(epochs.IsAnyWaiting);
    }

    private void Add(
        int partition, long seq, long offset, DeliveryOutcome outcome = DeliveryOutcome.Acked, EngineException? error = null)
    {
        DeliveryContext context = _pool.Rent();
        context.Take(new EventIdentity(1, 0, 1, partition, Run, seq, 0, 0), 60, _epoch, losses: 0);
        _ranges.Add(context, outcome, offset, error);
    }

    private static IEnumerable<DeliveryContext> Chain(DeliveryRanges.Range range)
    {
        for (DeliveryContext? context = range.First; context is not null; context = context.Next)
        {
            yield return context;
        }
    }
}
