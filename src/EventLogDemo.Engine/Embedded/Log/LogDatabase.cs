using EventLogDemo.Engine.Embedded.Sqlite;

namespace EventLogDemo.Engine.Embedded.Log;

/// <summary>
/// The log's database, open for writing. A row of <c>batch</c> is a <see cref="RecordBatch"/>, its key the partition and the
/// offset of its first record, its <c>length</c> the size of the records before <see cref="RecordPacking"/>; <c>producer</c>
/// makes retries idempotent; <c>committed</c> is how far the processor has got.
/// </summary>
internal sealed class LogDatabase : TransactionalDatabase
{
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS batch (id INTEGER PRIMARY KEY, count INTEGER NOT NULL, length INTEGER NOT NULL, records BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS producer (
            run BLOB NOT NULL, stream INTEGER NOT NULL, partition INTEGER NOT NULL, last_seq INTEGER NOT NULL,
            PRIMARY KEY (run, stream, partition));
        CREATE TABLE IF NOT EXISTS committed (partition INTEGER PRIMARY KEY, offset INTEGER NOT NULL);
        """;

    private readonly RecordPacking _packing = new();
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _remember;
    private readonly SqliteStatement _commitOffset;

    public LogDatabase(EmbeddedStorage storage)
        : base(storage, EmbeddedStorage.LogName, Schema)
    {
        _insert = Prepare("INSERT INTO batch (id, count, length, records) VALUES (?, ?, ?, ?)");
        _remember = Prepare(
            """
            INSERT INTO producer (run, stream, partition, last_seq) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET last_seq = excluded.last_seq
            """);
        _commitOffset = Prepare(
            "INSERT INTO committed (partition, offset) VALUES (?, ?) ON CONFLICT DO UPDATE SET offset = excluded.offset");
    }

    public void Insert(RecordBatch batch, long offset) =>
        _insert.Bind(1, RowKey.Of(batch.Partition, offset)).Bind(2, batch.Count).Bind(3, batch.Length)
            .BindBlob(4, _packing.Pack(batch.Records)).Execute();

    public void Remember(in ProducerKey producer, long lastSeq)
    {
        Span<byte> run = stackalloc byte[16];
        producer.Run.TryWriteBytes(run, bigEndian: true, out _);
        _remember.BindBlob(1, run).Bind(2, producer.Stream).Bind(3, producer.Partition).Bind(4, lastSeq).Execute();
    }

    public void CommitOffset(int partition, long offset) => _commitOffset.Bind(1, partition).Bind(2, offset).Execute();

    public long ReadEndOffset(int partition)
    {
        using SqliteStatement last = new(Connection, "SELECT id, count FROM batch WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 1");
        last.Bind(1, RowKey.Of(partition, 0)).Bind(2, RowKey.End(partition));
        return last.Read() ? RowKey.Offset(last.Int64(0)) + last.Int64(1) : 0;
    }

    public long ReadCommittedOffset(int partition) =>
        Connection.Number($"SELECT offset FROM committed WHERE partition = {partition}") ?? 0;

    public long ReadLastSeq(in ProducerKey producer)
    {
        using SqliteStatement find = new(
            Connection, "SELECT last_seq FROM producer WHERE run = ? AND stream = ? AND partition = ?");
        Span<byte> run = stackalloc byte[16];
        producer.Run.TryWriteBytes(run, bigEndian: true, out _);
        find.BindBlob(1, run).Bind(2, producer.Stream).Bind(3, producer.Partition);
        return find.Read() ? find.Int64(0) : -1;
    }
}

/// <summary>A producer: seqs are dense per run, stream and partition.</summary>
internal readonly record struct ProducerKey(Guid Run, ushort Stream, int Partition)
{
    public static ProducerKey Of(RecordBatch batch) => new(batch.Run, batch.Stream, batch.Partition);
}
