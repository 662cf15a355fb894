using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>The store at the end of a pipeline, read-only for the engine. Throws as <see cref="IEventLog"/> does.</summary>
public interface IEventStore
{
    /// <summary>Whether this build can read the store at all. In one that cannot, every other member throws.</summary>
    bool CanRead { get; }

    /// <summary>Exact number of distinct rows of each partition, without a scan.</summary>
    ValueTask<IReadOnlyList<long>> GetRowCountsAsync(CancellationToken cancellationToken);

    /// <summary>Clears <paramref name="batch"/> and fills it with rows of a partition, in offset order, from an offset on.</summary>
    /// <returns>The offset to read from next; equal to <paramref name="fromOffset"/> when there was no row at or after it.</returns>
    ValueTask<long> ReadAsync(int partition, long fromOffset, EventBatch batch, CancellationToken cancellationToken);
}
