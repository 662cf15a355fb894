using EventLogDemo.Engine.Embedded.Sqlite;
using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Embedded.Log;

/// <summary>Reads the events of the log's database.</summary>
internal sealed class LogReader(EmbeddedStorage storage)
    : PartitionReader(storage, EmbeddedStorage.LogName, "read events")
{
    private readonly RecordPacking _packing = new();

    // The batch that contains the offset may start before it.
    private protected override string Sql =>
        """
        SELECT id, length, records FROM batch
        WHERE id >= coalesce((SELECT max(id) FROM batch WHERE id >= ?1 AND id <= ?2), ?2) AND id < ?3
        ORDER BY id
        """;

    private protected override void Bind(SqliteStatement select, int partition, long fromOffset) =>
        select.Bind(1, RowKey.Of(partition, 0)).Bind(2, RowKey.Of(partition, fromOffset)).Bind(3, RowKey.End(partition));

    private protected override long Fill(SqliteStatement row, int partition, long fromOffset, EventBatch batch, long next)
    {
        RecordReader reader = new(_packing.Unpack(row.Bytes(2), (int)row.Int64(1)));
        for (long offset = RowKey.Offset(row.Int64(0)); !batch.IsFull && reader.Read(); offset++)
        {
            if (offset >= fromOffset)
            {
                batch.Add(offset, reader.Identity, 0, reader.Body);
                next = offset + 1;
            }
        }

        return next;
    }
}
