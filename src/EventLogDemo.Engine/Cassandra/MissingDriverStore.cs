using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Cassandra;

/// <summary>The store of a build without the driver: it can be probed, and answers every question with <see cref="CassandraDriverNotBuiltException"/>.</summary>
internal sealed class MissingDriverStore(CassandraConnection connection, TimeProvider time, TimeSpan requestTimeout) : ICassandraStore
{
    public bool CanRead => false;

    public ValueTask<IReadOnlyList<long>> GetRowCountsAsync(LogPosition? log, CancellationToken cancellationToken) =>
        throw new CassandraDriverNotBuiltException("count the rows");

    public IEventReader OpenReader() =>
        throw new CassandraDriverNotBuiltException("read rows");

    public ValueTask ProbeAsync(CancellationToken cancellationToken) =>
        CqlHandshake.RunAsync(connection, time, requestTimeout, cancellationToken);

    public ValueTask CheckSchemaAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
