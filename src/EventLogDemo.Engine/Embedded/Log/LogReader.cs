using EventLogDemo.Engine.Embedded.Sqlite;
using EventLogDemo.Engine.Events;
using Microsoft.Data.Sqlite;

namespace EventLogDemo.Engine.Embedded.Log;

/// <summary>Reads committed records on a connection of its own, which is opened at the first read and closed with the service.</summary>
internal sealed class LogReader(EmbeddedStorage storage) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly RecordPacking _packing = new();
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
            select.Bind(1, RowKey.Of(partition, 0)).Bind(2, RowKey.Of(partition, fromOffset)).Bind(3, RowKey.End(partition));
            try
            {
                while (!batch.IsFull && select.Read())
                {
                    next = Fill(batch, RowKey.Offset(select.Int64(0)), fromOffset, _packing.Unpack(select.Bytes(2), (int)select.Int64(1)), next);
                }
            }
            finally
            {
                // An open statement would keep the write-ahead log from being folded back.
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
        }
    }

    public void Dispose() => Close();

    private static long Fill(EventBatch batch, long offset, long fromOffset, ReadOnlySpan<byte> records, long next)
    {
        RecordReader reader = new(records);
        for (; !batch.IsFull && reader.Read(); offset++)
        {
            if (offset >= fromOffset)
            {
                batch.Add(offset, reader.Identity, 0, reader.Body);
                next = offset + 1;
            }
        }

        return next;
    }

    private SqliteStatement Open()
    {
        _connection = storage.OpenReader(EmbeddedStorage.LogName);
        return new SqliteStatement(
            _connection,
            """
            SELECT id, length, records FROM batch
            WHERE id >= coalesce((SELECT max(id) FROM batch WHERE id >= ?1 AND id <= ?2), ?2) AND id < ?3
            ORDER BY id
            """);
    }
}
