using System.Text;
using Cassandra;
using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Cassandra.Driver;

/// <summary>Turns a row of the table of events back into an event.</summary>
internal static class StoredRow
{
    /// <summary>Adds the event of a row, as <see cref="StoreStatements.Read"/> selects it, to a batch.</summary>
    /// <returns>Its offset.</returns>
    public static long Add(Row row, int partition, EventBatch batch)
    {
        long offset = row.GetValue<long>(0);
        byte[] body = row.GetValue<string?>(7) is { } text ? Encoding.UTF8.GetBytes(text) : row.GetValue<byte[]?>(8) ?? [];
        batch.Add(offset, Identity(row, partition), row.GetValue<long?>(5) ?? 0, body);
        return offset;
    }

    private static EventIdentity Identity(Row row, int partition) => row.GetValue<Guid?>(1) is not { } run
        ? EventIdentity.None
        : new EventIdentity(
            EventIdentity.CurrentVersion,
            0,
            (ushort)(row.GetValue<int?>(2) ?? 0),
            partition,
            run,
            row.GetValue<long?>(3) ?? 0,
            row.GetValue<long?>(4) ?? 0,
            unchecked((ulong)(row.GetValue<long?>(6) ?? 0)));
}
