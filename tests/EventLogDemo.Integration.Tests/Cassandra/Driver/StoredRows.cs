using System.Text;
using Cassandra;
using EventLogDemo.Engine.Cassandra;
using EventLogDemo.Engine.Cassandra.Driver;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Integration.Tests.Cassandra.Driver;

/// <summary>A topic of its own in a node, written as the job writes it.</summary>
internal sealed class StoredRows : IAsyncDisposable
{
    public const int BucketSize = 1000;
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    private static readonly Guid Run = Guid.NewGuid();
    private readonly CassandraConnection _connection;
    private readonly ISession _session;
    private readonly PreparedStatement _insert;

    private StoredRows(CassandraConnection connection, ISession session, PreparedStatement insert)
    {
        _connection = connection;
        _session = session;
        _insert = insert;
    }

    public string Topic { get; } = $"test-{Guid.NewGuid():N}";

    public long[] Ends { get; } = new long[4];

    public ISession Session => _session;

    public static async Task<ISession> ConnectAsync(CassandraConnection connection) =>
        await new DriverSettings(connection, TimeSpan.FromSeconds(30)).ConnectAsync();

    public static async Task<StoredRows> OpenAsync(CassandraConnection connection)
    {
        ISession session = await ConnectAsync(connection);
        string keyspace = connection.Keyspace;
        string[] schema =
        [
            $"CREATE KEYSPACE IF NOT EXISTS {keyspace} WITH replication = {{'class': 'NetworkTopologyStrategy', 'datacenter1': 1}}",
            $"""
            CREATE TABLE IF NOT EXISTS {keyspace}.event (
                topic text, partition int, bucket bigint, offset bigint, run uuid, stream int, seq bigint, sent_at bigint,
                stored_at bigint, hash bigint, body text, body_bytes blob, PRIMARY KEY ((topic, partition, bucket), offset))
            """,
            $"CREATE TABLE IF NOT EXISTS {keyspace}.schema_version (component text PRIMARY KEY, version int)",
            $"INSERT INTO {keyspace}.schema_version (component, version) VALUES ('event', 1)",
        ];
        foreach (string statement in schema)
        {
            await session.ExecuteAsync(new SimpleStatement(statement).SetReadTimeoutMillis(60_000));
        }

        PreparedStatement insert = await session.PrepareAsync(
            $"INSERT INTO {keyspace}.event (topic, partition, bucket, offset, run, stream, seq, sent_at, stored_at, hash, body) "
            + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        return new StoredRows(connection, session, insert);
    }

    public ICassandraStore OpenStore(string? folder = null) => CassandraStores.Open(
        _connection,
        new PipelineManifest
        {
            FormatVersion = PipelineManifest.CurrentFormatVersion,
            Id = Guid.NewGuid(),
            Name = "test",
            Environment = "External",
            CreatedAt = DateTimeOffset.UnixEpoch,
            Topic = Topic,
            TopicId = Guid.NewGuid(),
            PartitionCount = Ends.Length,
            OriginOffsets = new long[Ends.Length],
            BucketSize = BucketSize,
            Table = "event",
            KeepsData = true,
        },
        _ => ValueTask.FromResult<IReadOnlyList<long>>([.. Ends.Select((_, partition) => Volatile.Read(ref Ends[partition]))]),
        folder,
        new StepClock(TimeProvider.System),
        RequestTimeout,
        NullLoggerFactory.Instance);

    public static string BodyOf(int partition, long offset) => $"event {offset} of {partition}, with an é";

    public static EventIdentity IdentityOf(int partition, long offset) =>
        EventIdentity.Create(7, partition, Run, offset, 1_795_631_781_216_000, Encoding.UTF8.GetBytes(BodyOf(partition, offset)));

    /// <summary>Writes rows of one bucket, in one batch.</summary>
    public async Task WriteAsync(int partition, IEnumerable<long> offsets)
    {
        BatchStatement batch = new();
        batch.SetBatchType(BatchType.Unlogged);
        foreach (long offset in offsets)
        {
            EventIdentity identity = IdentityOf(partition, offset);
            batch.Add(_insert.Bind(
                Topic, partition, offset / BucketSize, offset, identity.Run, (int)identity.Stream, identity.Seq,
                identity.SentAtMicroseconds, 1_795_631_782_000_000L, unchecked((long)identity.Hash), BodyOf(partition, offset)));
        }

        await _session.ExecuteAsync(batch);
    }

    /// <summary>Writes a range, bucket by bucket in batches, but for some offsets.</summary>
    public async Task WriteRangeAsync(int partition, long from, long to, params long[] without)
    {
        foreach (IEnumerable<long> batch in Range(from, to).Except(without).GroupBy(offset => (offset / BucketSize, offset / 40)))
        {
            await WriteAsync(partition, batch);
        }

        Volatile.Write(ref Ends[partition], Math.Max(Ends[partition], to));
    }

    public ValueTask DisposeAsync() => new(_session.Cluster.ShutdownAsync());

    private static IEnumerable<long> Range(long from, long to)
    {
        for (long offset = from; offset < to; offset++)
        {
            yield return offset;
        }
    }
}
