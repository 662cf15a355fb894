using System.Text.Unicode;
using EventLogDemo.Engine.Embedded.Sqlite;
using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Embedded.Store;

/// <summary>
/// The store's database, open for writing. <c>event</c> has one row per partition and offset, so a row that is written
/// again stays one row; <c>partition_count</c> is updated in the same transaction as the rows it counts.
/// </summary>
internal sealed class StoreDatabase : TransactionalDatabase
{
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS run (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE);
        CREATE TABLE IF NOT EXISTS event (
            id INTEGER PRIMARY KEY, run INTEGER, stream INTEGER, seq INTEGER, sent_at INTEGER,
            stored_at INTEGER NOT NULL, hash INTEGER, body NOT NULL);
        CREATE TABLE IF NOT EXISTS dead_letter (
            id INTEGER PRIMARY KEY, stored_at INTEGER NOT NULL, reason TEXT NOT NULL, body BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS partition_count (
            partition INTEGER PRIMARY KEY, rows INTEGER NOT NULL, dead_letters INTEGER NOT NULL);
        """;

    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _insertDeadLetter;
    private readonly SqliteStatement _count;
    private readonly Dictionary<Guid, long> _runs = [];
    private (Guid Run, ushort Stream)? _boundProducer;
    private long? _boundStoredAt;
    private bool? _isDurable;

    public StoreDatabase(EmbeddedStorage storage)
        : base(storage, EmbeddedStorage.StoreName, Schema)
    {
        _insert = Prepare(
            """
            INSERT INTO event (id, run, stream, seq, sent_at, stored_at, hash, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """);
        _insertDeadLetter = Prepare(
            "INSERT INTO dead_letter (id, stored_at, reason, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
        _count = Prepare(
            """
            INSERT INTO partition_count (partition, rows, dead_letters) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET rows = excluded.rows, dead_letters = excluded.dead_letters
            """);
    }

    /// <summary>Starts a transaction.</summary>
    /// <param name="isDurable">Whether its commit, and with it every earlier commit, reaches the disk before it returns.</param>
    public void Begin(bool isDurable)
    {
        // Compiled every time: SQLite applies this pragma when it is prepared, not when it is stepped, and never inside a
        // transaction. Without FULL a power cut may lose the newest transactions, never a part of one.
        if (_isDurable != isDurable)
        {
            Connection.Run(isDurable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            _isDurable = isDurable;
        }

        Begin();
    }

    /// <summary>SQLite's setting for the durability of the next commit: 1 for NORMAL, 2 for FULL.</summary>
    internal long? Synchronous => Connection.Number("PRAGMA synchronous");

    public override void Rollback()
    {
        base.Rollback();

        // Run numbers that were assigned in the transaction are rolled back with it.
        _runs.Clear();
        _boundProducer = null;
    }

    /// <summary>Writes a row unless it exists.</summary>
    /// <returns>True when it did not exist.</returns>
    public bool Insert(int partition, in EventView row, long storedAtMicroseconds)
    {
        // Values that equal those of the previous row stay bound: at 100 bytes an event, binding is a tenth of the work.
        EventIdentity identity = row.Identity;
        _insert.Bind(1, RowKey.Of(partition, row.Offset));
        if (!identity.IsPresent)
        {
            _insert.BindNull(2).BindNull(3).BindNull(4).BindNull(5).BindNull(7);
            _boundProducer = null;
        }
        else
        {
            if (_boundProducer != (identity.Run, identity.Stream))
            {
                _insert.Bind(2, NumberOf(identity.Run)).Bind(3, identity.Stream);
                _boundProducer = (identity.Run, identity.Stream);
            }

            _insert.Bind(4, identity.Seq).Bind(5, identity.SentAtMicroseconds).Bind(7, unchecked((long)identity.Hash));
        }

        if (_boundStoredAt != storedAtMicroseconds)
        {
            _insert.Bind(6, storedAtMicroseconds);
            _boundStoredAt = storedAtMicroseconds;
        }

        // Stored as text where it is text, for users' own SQL queries; SQLite's functions end a text at its first NUL.
        bool isText = Utf8.IsValid(row.Body) && !row.Body.Contains((byte)0);
        (isText ? _insert.BindText(8, row.Body) : _insert.BindBlob(8, row.Body)).Execute();
        return _insert.Changes == 1;
    }

    /// <summary>Writes a record that cannot be stored to the dead letters, unless it is there.</summary>
    /// <returns>True when it was not there.</returns>
    public bool InsertDeadLetter(int partition, in EventView row, long storedAtMicroseconds, ReadOnlySpan<byte> reason)
    {
        _insertDeadLetter.Bind(1, RowKey.Of(partition, row.Offset)).Bind(2, storedAtMicroseconds)
            .BindText(3, reason).BindBlob(4, row.Body).Execute();
        return _insertDeadLetter.Changes == 1;
    }

    public void WriteCount(int partition, PartitionCount count) =>
        _count.Bind(1, partition).Bind(2, count.Rows).Bind(3, count.DeadLetters).Execute();

    public PartitionCount ReadCount(int partition) => new(
        Connection.Number($"SELECT rows FROM partition_count WHERE partition = {partition}") ?? 0,
        Connection.Number($"SELECT dead_letters FROM partition_count WHERE partition = {partition}") ?? 0);

    // A run's 16 bytes are written once, not with each of its rows.
    private long NumberOf(Guid run)
    {
        if (_runs.TryGetValue(run, out long number))
        {
            return number;
        }

        Span<byte> id = stackalloc byte[16];
        run.TryWriteBytes(id, bigEndian: true, out _);
        using (SqliteStatement insert = new(Connection, "INSERT INTO run (id) VALUES (?) ON CONFLICT DO NOTHING"))
        {
            insert.BindBlob(1, id).Execute();
        }

        using SqliteStatement find = new(Connection, "SELECT number FROM run WHERE id = ?");
        find.BindBlob(1, id).Read();
        return _runs[run] = find.Int64(0);
    }
}

/// <summary>The contents of the store for one partition.</summary>
internal readonly record struct PartitionCount(long Rows, long DeadLetters);
