using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Streams;

/// <summary>A producer's buffer whose test says how much fits and when, in which order and with which outcome events are reported.</summary>
internal sealed class FakeAppender(Action<DeliveryReport> onDelivery, AppenderOptions options) : IEventAppender
{
    private readonly List<EventIdentity> _buffered = [];

    public long BufferedCount => _buffered.Count;

    public long BufferedBytes => 0;

    /// <summary>Whether an event is acknowledged before the call that appends it returns.</summary>
    public bool DeliversAtOnce { get; set; }

    /// <summary>Everything taken, in order.</summary>
    public List<EventIdentity> Taken { get; } = [];

    public Dictionary<(int Partition, long Seq), DeliveryOutcome> Outcomes { get; } = [];

    public bool TryAppend(in EventIdentity identity, ReadOnlySpan<byte> body)
    {
        if (_buffered.Count >= options.BufferCount)
        {
            return false;
        }

        Assert.True(identity.Matches(body));
        Taken.Add(identity);
        _buffered.Add(identity);
        if (DeliversAtOnce)
        {
            Deliver(_buffered.Count - 1, DeliveryOutcome.Acked);
        }

        return true;
    }

    public void DeliverAll(DeliveryOutcome outcome = DeliveryOutcome.Acked, EngineException? error = null)
    {
        while (_buffered.Count > 0)
        {
            Deliver(0, outcome, error);
        }
    }

    /// <summary>Reports the event at a position of the buffer.</summary>
    public void Deliver(int index, DeliveryOutcome outcome, EngineException? error = null)
    {
        EventIdentity identity = _buffered[index];
        _buffered.RemoveAt(index);
        Outcomes.Add((identity.Partition, identity.Seq), outcome);
        onDelivery(new DeliveryReport(identity.Run, identity.Stream, identity.Partition, identity.Seq, 1, outcome, -1, error));
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        DeliverAll(DeliveryOutcome.Failed, new ProducerClosedException());
        return ValueTask.CompletedTask;
    }
}
