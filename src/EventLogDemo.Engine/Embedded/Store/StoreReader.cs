using EventLogDemo.Engine.Embedded.Sqlite;
using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Embedded.Store;

/// <summary>Reads the rows of the store's database.</summary>
internal sealed class StoreReader(EmbeddedStorage storage)
    : PartitionReader(storage, EmbeddedStorage.StoreName, "read rows")
{
    private readonly Dictionary<long, Guid> _runs = [];

    private protected override string Sql =>
        """
        SELECT id, run, stream, seq, sent_at, stored_at, hash, body FROM event
        WHERE id >= ?1 AND id < ?2 ORDER BY id
        """;

    private protected override void Bind(SqliteStatement select, int partition, long fromOffset) =>
        select.Bind(1, RowKey.Of(partition, fromOffset)).Bind(2, RowKey.End(partition));

    private protected override long Fill(SqliteStatement row, int partition, long fromOffset, EventBatch batch, long next)
    {
        long offset = RowKey.Offset(row.Int64(0));
        batch.Add(offset, ReadIdentity(row, partition), row.Int64(5), row.Bytes(7));
        return offset + 1;
    }

    private protected override void ClearCache() => _runs.Clear();

    private EventIdentity ReadIdentity(SqliteStatement row, int partition) => row.IsNull(1)
        ? EventIdentity.None
        : new EventIdentity(
            EventIdentity.CurrentVersion, 0, (ushort)row.Int64(2), partition, RunOf(row.Int64(1)), row.Int64(3), row.Int64(4),
            unchecked((ulong)row.Int64(6)));

    private Guid RunOf(long number)
    {
        if (!_runs.TryGetValue(number, out Guid run))
        {
            using SqliteStatement find = new(Connection, "SELECT id FROM run WHERE number = ?");
            find.Bind(1, number).Read();
            run = _runs[number] = new Guid(find.Bytes(0), bigEndian: true);
        }

        return run;
    }
}
