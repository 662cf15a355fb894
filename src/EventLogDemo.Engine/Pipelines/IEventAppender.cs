using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>
/// The producer's side of an <see cref="IEventLog"/>. Events of one partition keep their order. Idempotent: a retry never creates
/// a second record. Every event that <see cref="TryAppend"/> accepted is reported exactly once. May be used by one thread at a time.
/// </summary>
public interface IEventAppender : IAsyncDisposable
{
    /// <summary>Number of events accepted and not reported yet.</summary>
    long BufferedCount { get; }

    /// <summary>Bytes (identity and body) of the events accepted and not reported yet.</summary>
    long BufferedBytes { get; }

    /// <summary>Adds an event to the buffer, or returns false when the buffer is full. Never blocks.</summary>
    /// <param name="identity">Identity, with the partition that the event goes to.</param>
    /// <param name="body">The body; copied. At most <see cref="EventLimits.MaxBodyBytes"/>.</param>
    /// <returns>False when the event does not fit in the buffer at the moment; it was not accepted and will not be reported.</returns>
    /// <exception cref="EventTooLargeException">The body is larger than an event may be.</exception>
    /// <exception cref="ObjectDisposedException">The appender is closed.</exception>
    bool TryAppend(in EventIdentity identity, ReadOnlySpan<byte> body);

    /// <summary>
    /// Waits until everything that was accepted before the call has been reported, sending lingering batches at once. Events may be
    /// appended meanwhile.
    /// </summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);

    // DisposeAsync does not wait for delivery: events never sent are reported as Failed, events in flight as Unknown.
}
