namespace EventLogDemo.Engine.Embedded.Sqlite;

/// <summary>
/// Partition and offset in one SQLite row id, which keeps each partition's rows together and in offset order without
/// an index of its own: 19 bits of partition above 44 bits of offset.
/// </summary>
internal static class RowKey
{
    private const int OffsetBits = 44;
    private const long OffsetMask = (1L << OffsetBits) - 1;

    /// <summary>The key of an offset; one that no row has sorts behind all rows of its partition.</summary>
    public static long Of(int partition, long offset) => ((long)partition << OffsetBits) + Math.Min(offset, OffsetMask);

    public static int Partition(long key) => (int)(key >> OffsetBits);

    public static long Offset(long key) => key & OffsetMask;

    /// <summary>A key above every key of the partition.</summary>
    public static long End(int partition) => Of(partition + 1, 0);
}
