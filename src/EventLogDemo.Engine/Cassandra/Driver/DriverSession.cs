using Cassandra;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Cassandra.Driver;

/// <summary>
/// Asks a cluster through the driver. Every question has the request timeout as its deadline, whatever the driver does; a
/// question that meets a node which is just back is asked again within it.
/// </summary>
internal sealed class DriverSession(CassandraConnection connection, string topic, StepClock clock, TimeSpan requestTimeout)
    : IStoreSession
{
    /// <summary>Version of the tables that is known.</summary>
    internal const int SchemaVersion = 1;

    // Also a busy node counts or lists that many rows well within a request timeout: one on two busy cores that was given sixteen
    // questions for 10,000 rows each answered none of them in time, and would never have got further.
    private const int RowsPerQuestion = 2_500;
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly DriverSettings _settings = new(connection, requestTimeout);
    private readonly DriverErrors _errors = new(connection, requestTimeout);
    private readonly PageSize _pageSize = new();
    private Task<ISession>? _session;
    private Task<StoreStatements>? _statements;
    private bool _closed;

    public async ValueTask<Guid> FindTableAsync(CancellationToken cancellationToken)
    {
        const string Attempted = "look for the table of events";
        Row? table = await AskAsync(
            Attempted,
            async session => (await session.ExecuteAsync(new SimpleStatement(
                "SELECT id FROM system_schema.tables WHERE keyspace_name = ? AND table_name = 'event'",
                connection.Keyspace)).ConfigureAwait(false)).FirstOrDefault(),
            cancellationToken).ConfigureAwait(false);
        if (table is null)
        {
            throw new KeyspaceNotFoundException(connection.Keyspace, "it has no table 'event'");
        }

        Row? version = await AskAsync(
            Attempted,
            async session => (await session.ExecuteAsync(new SimpleStatement(
                $"SELECT version FROM {connection.Keyspace}.schema_version WHERE component = 'event'")).ConfigureAwait(false)).FirstOrDefault(),
            cancellationToken).ConfigureAwait(false);
        return version?.GetValue<int?>(0) switch
        {
            SchemaVersion => table.GetValue<Guid>(0),
            { } other => throw new StoreSchemaException(connection.Keyspace, other, SchemaVersion),
            // The job writes the version when its tables are there.
            null => throw new KeyspaceNotFoundException(connection.Keyspace, "the version of its tables is not known yet"),
        };
    }

    public async ValueTask ProbeAsync(CancellationToken cancellationToken) => await AskAsync(
        "read its version",
        session => session.ExecuteAsync(new SimpleStatement("SELECT release_version FROM system.local")),
        cancellationToken).ConfigureAwait(false);

    public async ValueTask<long> CountAsync(BucketKey key, long from, long to, CancellationToken cancellationToken)
    {
        long count = 0;
        for (long start = from; start < to; start += RowsPerQuestion)
        {
            RowSet rows = await AskStatementAsync(
                "count the rows",
                statements => statements.Count.Bind(
                    topic, key.Partition, key.Bucket, start, Math.Min(to, start + RowsPerQuestion)),
                cancellationToken).ConfigureAwait(false);
            count += rows.Single().GetValue<long>(0);
        }

        return count;
    }

    public async ValueTask<IReadOnlyList<long>> ListAsync(BucketKey key, long from, long to, CancellationToken cancellationToken)
    {
        List<long> offsets = [];
        long next = from;
        int added;
        do
        {
            RowSet rows = await AskStatementAsync(
                "count the rows",
                statements => statements.List.Bind(topic, key.Partition, key.Bucket, next, to, RowsPerQuestion),
                cancellationToken).ConfigureAwait(false);
            int before = offsets.Count;
            offsets.AddRange(rows.Select(row => row.GetValue<long>(0)));
            added = offsets.Count - before;
            next = added > 0 ? offsets[^1] + 1 : to;
        }
        while (added == RowsPerQuestion && next < to);
        return offsets;
    }

    public async ValueTask<IReadOnlyList<long>> FindAsync(
        BucketKey key, IReadOnlyList<long> offsets, CancellationToken cancellationToken)
    {
        RowSet rows = await AskStatementAsync(
            "count the rows",
            statements => statements.Find.Bind(topic, key.Partition, key.Bucket, offsets),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.GetValue<long>(0))];
    }

    public async ValueTask<bool> AnyAsync(BucketKey key, CancellationToken cancellationToken)
    {
        RowSet rows = await AskStatementAsync(
            "read rows",
            statements => statements.List.Bind(topic, key.Partition, key.Bucket, 0L, long.MaxValue, 1),
            cancellationToken).ConfigureAwait(false);
        return rows.Any();
    }

    public async ValueTask<RowPage> ReadAsync(BucketKey key, long from, EventBatch batch, CancellationToken cancellationToken)
    {
        int asked = _pageSize.Rows;
        RowSet rows = await AskStatementAsync(
            "read rows",
            statements => statements.Read.Bind(topic, key.Partition, key.Bucket, from, asked),
            cancellationToken).ConfigureAwait(false);
        long next = from;
        int read = 0;
        int bytes = batch.Bytes;
        foreach (Row row in rows)
        {
            if (batch.IsFull)
            {
                return new RowPage(next, IsLast: false);
            }

            next = StoredRow.Add(row, key.Partition, batch) + 1;
            read++;
        }

        _pageSize.Learn(read, batch.Bytes - bytes);
        return new RowPage(next, read < asked);
    }

    public async ValueTask DisposeAsync()
    {
        Task<ISession>? session;
        lock (_gate)
        {
            (session, _session) = (_session, null);
            _closed = true;
        }

        if (session is null)
        {
            return;
        }

        await ((Task)session).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (session.IsCompletedSuccessfully)
        {
            ISession open = await session.ConfigureAwait(false);
            await open.Cluster.ShutdownAsync().ConfigureAwait(false);
        }
    }

    private ValueTask<RowSet> AskStatementAsync(
        string attempted, Func<StoreStatements, BoundStatement> bind, CancellationToken cancellationToken) => AskAsync(
        attempted,
        async session =>
        {
            StoreStatements statements = await StatementsAsync(session).ConfigureAwait(false);
            IStatement statement = bind(statements).SetAutoPage(false).SetPageSize(RowsPerQuestion);
            return await session.ExecuteAsync(statement).ConfigureAwait(false);
        },
        cancellationToken);

    private async ValueTask<T> AskAsync<T>(string attempted, Func<ISession, Task<T>> question, CancellationToken cancellationToken)
    {
        TimeSpan asked = clock.Now().Elapsed;
        TimeSpan Left() => asked + requestTimeout - clock.Now().Elapsed;
        while (true)
        {
            try
            {
                ISession session = await SessionAsync(Left(), cancellationToken).ConfigureAwait(false);
                return await question(session).WaitAsync(AtLeastZero(Left()), clock.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (_errors.Describe(failure, attempted) is { } described)
            {
                if (described is not ServiceUnavailableException || failure is EngineException || Left() < LookAgainAfter)
                {
                    throw described;
                }
            }

            // The driver may not have noticed yet that the node is back; the node itself tells.
            await CqlHandshake.RunAsync(connection, clock.TimeProvider, AtLeastZero(Left()), cancellationToken).ConfigureAwait(false);
            await Task.Delay(LookAgainAfter, clock.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<ISession> SessionAsync(TimeSpan left, CancellationToken cancellationToken)
    {
        Task<ISession> connecting;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            // One that failed is tried again; one that is still under way is waited for by all.
            connecting = _session is null || HasFailed(_session) ? _session = ConnectAsync() : _session;
        }

        return await connecting.WaitAsync(AtLeastZero(left), clock.TimeProvider, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ISession> ConnectAsync()
    {
        // The driver takes its time with a node that is down or frozen.
        await CqlHandshake.RunAsync(connection, clock.TimeProvider, requestTimeout, CancellationToken.None).ConfigureAwait(false);
        return await _settings.ConnectAsync().ConfigureAwait(false);
    }

    private Task<StoreStatements> StatementsAsync(ISession session)
    {
        lock (_gate)
        {
            return _statements is null || HasFailed(_statements)
                ? _statements = StoreStatements.PrepareAsync(session, connection.Keyspace)
                : _statements;
        }
    }

    private static bool HasFailed(Task task) => task.IsCompleted && !task.IsCompletedSuccessfully;

    private static TimeSpan AtLeastZero(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
