namespace EventLogDemo.Engine.Pipelines;

/// <summary>The store at the end of a pipeline, read-only for the engine. Throws as <see cref="IEventLog"/> does.</summary>
public interface IEventStore
{
    /// <summary>Whether this build can read the store. If not, every other member throws.</summary>
    bool CanRead { get; }

    /// <summary>Exact number of distinct rows of each partition, without a scan.</summary>
    ValueTask<IReadOnlyList<long>> GetRowCountsAsync(CancellationToken cancellationToken);

    /// <summary>Opens a reader of the rows. That needs no answer from the store.</summary>
    IEventReader OpenReader();
}
