using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Cassandra;

/// <summary>A store in Cassandra: what every store answers, and whether the node works at all.</summary>
public interface ICassandraStore : IEventStore, IAsyncDisposable
{
    /// <summary>Ends when a node has answered: a query, or without a driver the protocol's own greeting.</summary>
    /// <exception cref="ServiceUnavailableException">The node is down.</exception>
    /// <exception cref="ServiceTimeoutException">It does not answer within the request timeout.</exception>
    /// <exception cref="AuthenticationFailedException">It refuses the login.</exception>
    /// <exception cref="TlsFailedException">Its certificate is not to be trusted.</exception>
    ValueTask ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Looks whether the tables are those of the job; without a driver it does nothing.</summary>
    /// <exception cref="KeyspaceNotFoundException">There are no tables of the job.</exception>
    /// <exception cref="StoreSchemaException">They are of another version.</exception>
    ValueTask CheckSchemaAsync(CancellationToken cancellationToken);
}
