namespace EventLogDemo.Engine.Pipelines;

/// <summary>The store at the end of a pipeline, read-only for the engine. Throws as <see cref="IEventLog"/> does.</summary>
public interface IEventStore
{
    /// <summary>Whether this build can read the store. If not, every other member throws.</summary>
    bool CanRead { get; }

    /// <summary>Exact number of distinct rows of each partition, without a scan.</summary>
    /// <param name="log">How far the log was just now, which says where there can be new rows; null for a store to find out where it must.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<long>> GetRowCountsAsync(LogPosition? log, CancellationToken cancellationToken);

    /// <summary>Opens a reader of the rows. The store need not answer.</summary>
    IEventReader OpenReader();
}

/// <summary>Shorter forms of what a store is asked.</summary>
public static class EventStoreExtensions
{
    /// <summary>As <see cref="IEventStore.GetRowCountsAsync"/>, without a position of the log.</summary>
    public static ValueTask<IReadOnlyList<long>> GetRowCountsAsync(this IEventStore store, CancellationToken cancellationToken) =>
        store.GetRowCountsAsync(log: null, cancellationToken);
}
