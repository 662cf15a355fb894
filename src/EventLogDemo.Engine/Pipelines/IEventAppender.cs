using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>
/// The producer's side of an <see cref="IEventLog"/>. Events of one partition keep their order. Idempotent: a retry never makes
/// a second record. Every event that <see cref="TryAppend"/> took is reported exactly once. May be used by one thread at a time.
/// </summary>
public interface IEventAppender : IAsyncDisposable
{
    /// <summary>Events taken and not reported yet.</summary>
    long BufferedCount { get; }

    /// <summary>Bytes (identity and body) of the events taken and not reported yet.</summary>
    long BufferedBytes { get; }

    /// <summary>Takes an event into the buffer, or says that the buffer is full. Never blocks.</summary>
    /// <param name="identity">Identity, with the partition that the event goes to.</param>
    /// <param name="body">The body; copied. At most <see cref="EventLimits.MaxBodyBytes"/>.</param>
    /// <returns>False when the event does not fit into the buffer now; nothing was taken and nothing will be reported.</returns>
    /// <exception cref="EventTooLargeException">The body is larger than an event may be.</exception>
    /// <exception cref="ObjectDisposedException">The appender is closed.</exception>
    bool TryAppend(in EventIdentity identity, ReadOnlySpan<byte> body);

    /// <summary>
    /// Waits until everything taken before the call has been reported, sending at once what lingers. While it waits, events may
    /// be appended.
    /// </summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);

    // DisposeAsync does not wait for delivery: what never left is reported Failed, what was in flight Unknown.
}
