using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>
/// Reads events of an <see cref="IEventLog"/> or rows of an <see cref="IEventStore"/>, with a position of its own: readers are
/// independent, and a reader that continues where it stopped uses what was prefetched for it. It survives outages of the service. May be used
/// by one caller at a time.
/// </summary>
public interface IEventReader : IAsyncDisposable
{
    /// <summary>Clears <paramref name="batch"/> and fills it with events of a partition, in offset order, from an offset on.</summary>
    /// <returns>The offset to read from next; equal to <paramref name="fromOffset"/> when there was nothing at or after it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The partition does not exist, or the offset is negative.</exception>
    /// <exception cref="ServiceUnavailableException">The service is down.</exception>
    /// <exception cref="ServiceTimeoutException">It does not answer within the pipeline's request timeout.</exception>
    /// <exception cref="ObjectDisposedException">The reader is closed.</exception>
    ValueTask<long> ReadAsync(int partition, long fromOffset, EventBatch batch, CancellationToken cancellationToken);
}
