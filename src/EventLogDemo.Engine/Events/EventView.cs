namespace EventLogDemo.Engine.Events;

/// <summary>One event of an <see cref="EventBatch"/>, without a copy.</summary>
public readonly ref struct EventView
{
    internal EventView(long offset, EventIdentity identity, long storedAtMicroseconds, ReadOnlySpan<byte> body)
    {
        Offset = offset;
        Identity = identity;
        StoredAtMicroseconds = storedAtMicroseconds;
        Body = body;
    }

    /// <summary>Offset in the partition.</summary>
    public long Offset { get; }

    /// <summary>The identity, or <see cref="EventIdentity.None"/>.</summary>
    public EventIdentity Identity { get; }

    /// <summary>When the event was stored (microseconds since 1970, UTC); 0 when it was read from a log.</summary>
    public long StoredAtMicroseconds { get; }

    /// <summary>The body as it was written.</summary>
    public ReadOnlySpan<byte> Body { get; }
}
