using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Cassandra;

/// <summary>A connection to a cluster that holds the events of pipelines. Connects at the first question, and again when it must.</summary>
internal interface IStoreSession : IBucketRows, IAsyncDisposable
{
    /// <summary>Identity of the table of events: another one when it was made anew.</summary>
    /// <exception cref="KeyspaceNotFoundException">There is no keyspace or no table.</exception>
    /// <exception cref="StoreSchemaException">Another version made it.</exception>
    ValueTask<Guid> FindTableAsync(CancellationToken cancellationToken);

    /// <summary>Ends when a node has answered a query.</summary>
    ValueTask ProbeAsync(CancellationToken cancellationToken);
}
