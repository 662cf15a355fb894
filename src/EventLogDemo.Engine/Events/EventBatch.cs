namespace EventLogDemo.Engine.Events;

/// <summary>
/// Events of one partition in offset order, as read from a log or a store, in one buffer that is reused for every read.
/// Reading allocates nothing once the buffer has grown to its full size.
/// </summary>
/// <param name="maxCount">Number of events at which a reader stops filling; at least 1.</param>
/// <param name="maxBytes">Body bytes at which a reader stops filling; a larger event is still read, alone.</param>
public sealed class EventBatch(int maxCount = EventBatch.DefaultMaxCount, int maxBytes = EventBatch.DefaultMaxBytes)
{
    /// <summary>Default for the number of events.</summary>
    /// <value>Defaults to 2,000.</value>
    public const int DefaultMaxCount = 2_000;

    /// <summary>Default for the number of body bytes.</summary>
    /// <value>Defaults to 4 MiB.</value>
    public const int DefaultMaxBytes = 4 * 1024 * 1024;

    private Entry[] _entries = new Entry[Math.Min(maxCount, 256)];
    private byte[] _bodies = new byte[64 * 1024];
    private int _used;

    /// <summary>Number of events in the batch.</summary>
    public int Count { get; private set; }

    /// <summary>Number of body bytes in the batch.</summary>
    public int Bytes => _used;

    /// <summary>Whether a reader should stop filling.</summary>
    public bool IsFull => Count >= maxCount || (Count > 0 && _used >= maxBytes);

    /// <summary>The event at an index of the batch, valid until the batch is cleared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the batch.</exception>
    public EventView this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            ref readonly Entry entry = ref _entries[index];
            return new EventView(
                entry.Offset, entry.Identity, entry.StoredAtMicroseconds, _bodies.AsSpan(entry.Start, entry.Length));
        }
    }

    /// <summary>Clears the batch but keeps its memory.</summary>
    public void Clear()
    {
        Count = 0;
        _used = 0;
    }

    /// <summary>Appends an event.</summary>
    /// <param name="offset">Offset in the partition.</param>
    /// <param name="identity">Its identity, or <see cref="EventIdentity.None"/>.</param>
    /// <param name="storedAtMicroseconds">When it was stored (microseconds since 1970, UTC), or 0 when it is read from a log.</param>
    /// <param name="body">The body; copied.</param>
    public void Add(long offset, in EventIdentity identity, long storedAtMicroseconds, ReadOnlySpan<byte> body)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
        }

        if (_used + body.Length > _bodies.Length)
        {
            Array.Resize(ref _bodies, Math.Max(_bodies.Length * 2, _used + body.Length));
        }

        body.CopyTo(_bodies.AsSpan(_used));
        _entries[Count++] = new Entry(offset, identity, storedAtMicroseconds, _used, body.Length);
        _used += body.Length;
    }

    private readonly record struct Entry(long Offset, EventIdentity Identity, long StoredAtMicroseconds, int Start, int Length);
}
