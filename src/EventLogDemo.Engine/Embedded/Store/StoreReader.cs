using EventLogDemo.Engine.Embedded.Sqlite;
using EventLogDemo.Engine.Events;
using Microsoft.Data.Sqlite;

namespace EventLogDemo.Engine.Embedded.Store;

/// <summary>Reads committed rows on a connection of its own, which is opened at the first read and closed with the service.</summary>
internal sealed class StoreReader(EmbeddedStorage storage) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Guid> _runs = [];
    private SqliteConnection? _connection;
    private SqliteStatement? _select;

    /// <summary>Clears the batch and fills it from an offset on; the next offset to read.</summary>
    public long Read(int partition, long fromOffset, EventBatch batch)
    {
        lock (_gate)
        {
            SqliteStatement select = _select ??= Open();
            batch.Clear();
            long next = fromOffset;
            select.Bind(1, RowKey.Of(partition, fromOffset)).Bind(2, RowKey.End(partition));
            try
            {
                while (!batch.IsFull && select.Read())
                {
                    long offset = RowKey.Offset(select.Int64(0));
                    batch.Add(offset, ReadIdentity(select, partition), select.Int64(5), select.Bytes(7));
                    next = offset + 1;
                }
            }
            finally
            {
                select.Reset();
            }

            return next;
        }
    }

    /// <summary>Lets go of the file.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _select?.Dispose();
            _connection?.Dispose();
            _select = null;
            _connection = null;
            _runs.Clear();
        }
    }

    public void Dispose() => Close();

    private EventIdentity ReadIdentity(SqliteStatement row, int partition) => row.IsNull(1)
        ? EventIdentity.None
        : new EventIdentity(
            EventIdentity.CurrentVersion, 0, (ushort)row.Int64(2), partition, RunOf(row.Int64(1)), row.Int64(3), row.Int64(4),
            unchecked((ulong)row.Int64(6)));

    private Guid RunOf(long number)
    {
        if (!_runs.TryGetValue(number, out Guid run))
        {
            using SqliteStatement find = new(_connection!, "SELECT id FROM run WHERE number = ?");
            find.Bind(1, number).Read();
            run = _runs[number] = new Guid(find.Bytes(0), bigEndian: true);
        }

        return run;
    }

    private SqliteStatement Open()
    {
        _connection = storage.OpenReader(EmbeddedStorage.StoreName);
        return new SqliteStatement(
            _connection,
            """
            SELECT id, run, stream, seq, sent_at, stored_at, hash, body FROM event
            WHERE id >= ?1 AND id < ?2 ORDER BY id
            """);
    }
}
