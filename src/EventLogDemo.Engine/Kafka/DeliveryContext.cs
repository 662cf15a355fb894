using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Kafka;

/// <summary>
/// State of one event between its append and its delivery report. Pooled, so that an event allocates no object.
/// </summary>
/// <param name="number">Index in the pool, which the client carries as the event's opaque value.</param>
internal sealed class DeliveryContext(int number)
{
    public int Number { get; } = number;

    public Guid Run { get; private set; }

    public ushort Stream { get; private set; }

    public int Partition { get; private set; }

    public long Seq { get; private set; }

    /// <summary>Bytes of the buffer that the event takes.</summary>
    public int Cost { get; private set; }

    /// <summary>The epoch of appends that a flush waits for.</summary>
    public FlushEpoch Epoch { get; private set; } = FlushEpoch.None;

    /// <summary>How many broker connections had been lost when the event was appended.</summary>
    public int Losses { get; private set; }

    /// <summary>Whether the event has been passed to the client and not been reported.</summary>
    public bool IsOut { get; set; }

    /// <summary>The next context in a chain of free ones.</summary>
    public DeliveryContext? Next { get; set; }

    public void Take(in EventIdentity identity, int cost, FlushEpoch epoch, int losses)
    {
        Run = identity.Run;
        Stream = identity.Stream;
        Partition = identity.Partition;
        Seq = identity.Seq;
        Cost = cost;
        Epoch = epoch;
        Losses = losses;
        IsOut = true;
    }
}

/// <summary>Free contexts: rented by the appending thread, returned in chains by the reporting one.</summary>
internal sealed class ContextPool
{
    private DeliveryContext[] _all = new DeliveryContext[1024];
    private int _count;
    private DeliveryContext? _returned;
    private DeliveryContext? _spare;

    /// <summary>All contexts. Only to be read when nothing is appended any more.</summary>
    public ReadOnlySpan<DeliveryContext> All => _all.AsSpan(0, _count);

    /// <summary>A rented context, on any thread.</summary>
    public DeliveryContext this[nint number] => Volatile.Read(ref _all)[number];

    public DeliveryContext Rent()
    {
        // All returned ones are taken over at once, so two threads never take from the same chain.
        DeliveryContext? context = _spare ?? Interlocked.Exchange(ref _returned, null);
        if (context is null)
        {
            return Make();
        }

        _spare = context.Next;
        context.Next = null;
        return context;
    }

    /// <summary>Returns a context that was rented and not used, on the thread that rented it.</summary>
    public void Undo(DeliveryContext context)
    {
        context.IsOut = false;
        context.Next = _spare;
        _spare = context;
    }

    /// <summary>Returns a chain.</summary>
    public void Return(DeliveryContext first, DeliveryContext last)
    {
        DeliveryContext? head;
        do
        {
            head = Volatile.Read(ref _returned);
            last.Next = head;
        }
        while (Interlocked.CompareExchange(ref _returned, first, head) != head);
    }

    private DeliveryContext Make()
    {
        if (_count == _all.Length)
        {
            // Concurrent lookups find it in either array.
            DeliveryContext[] larger = new DeliveryContext[_all.Length * 2];
            _all.CopyTo(larger);
            Volatile.Write(ref _all, larger);
        }

        DeliveryContext context = new(_count);
        _all[_count++] = context;
        return context;
    }
}
