using Cassandra;

namespace EventLogDemo.Engine.Cassandra.Driver;

/// <summary>The prepared questions about the table of events. Each names the whole partition key.</summary>
/// <param name="Count">How many rows a range of offsets has.</param>
/// <param name="List">Offsets of a range.</param>
/// <param name="Find">Which of some offsets are there.</param>
/// <param name="Read">Rows of a range.</param>
internal sealed record StoreStatements(
    PreparedStatement Count, PreparedStatement List, PreparedStatement Find, PreparedStatement Read)
{
    private const string Bucket = "WHERE topic = ? AND partition = ? AND bucket = ?";

    /// <summary>Prepares them.</summary>
    public static async Task<StoreStatements> PrepareAsync(ISession session, string keyspace)
    {
        string from = $"FROM {keyspace}.event {Bucket}";
        return new StoreStatements(
            await session.PrepareAsync($"SELECT COUNT(*) {from} AND offset >= ? AND offset < ?").ConfigureAwait(false),
            await session.PrepareAsync($"SELECT offset {from} AND offset >= ? AND offset < ? LIMIT ?").ConfigureAwait(false),
            await session.PrepareAsync($"SELECT offset {from} AND offset IN ?").ConfigureAwait(false),
            await session.PrepareAsync(
                "SELECT offset, run, stream, seq, sent_at, stored_at, hash, body, body_bytes "
                + $"{from} AND offset >= ? LIMIT ?").ConfigureAwait(false));
    }
}
