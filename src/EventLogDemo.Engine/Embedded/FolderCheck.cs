using EventLogDemo.Engine.Embedded.Log;
using EventLogDemo.Engine.Embedded.Sqlite;
using EventLogDemo.Engine.Embedded.Store;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Data.Sqlite;

namespace EventLogDemo.Engine.Embedded;

/// <summary>
/// Checks the databases of a folder for damage before they are used. A file that is not a database of ours is not written to; in the
/// others SQLite may complete what a killed process left unfinished.
/// </summary>
internal static class FolderCheck
{
    // SQLite's own check reads the whole file; above this size only the cheap checks run, and damage is detected when it is read.
    private const long LargestFullyChecked = 256L << 20;

    private static readonly string[] LogTables = ["batch", "producer", "committed"];
    private static readonly string[] StoreTables = ["run", "event", "dead_letter", "partition_count"];

    /// <exception cref="DataCorruptException">The first damage found.</exception>
    public static void Run(string folder, int partitionCount)
    {
        FolderStorage storage = new(folder);
        Check(storage, EmbeddedStorage.LogName, LogTables);
        Check(storage, EmbeddedStorage.StoreName, StoreTables);
        Compare(storage, partitionCount);
    }

    private static void Check(EmbeddedStorage storage, string name, string[] tables)
    {
        string file = storage.Locate(name).LocalPath;
        if (!File.Exists(file))
        {
            throw new DataCorruptException(file, "it is missing");
        }

        try
        {
            FindTables(storage, name, tables);
            using SqliteConnection connection = storage.OpenWriter(name);
            // Recovers the write-ahead log that a killed process left; only then does the file have its full length.
            connection.Run("PRAGMA wal_checkpoint(TRUNCATE)");
            long expected = (connection.Number("PRAGMA page_count") * connection.Number("PRAGMA page_size")) ?? 0;
            long found = new FileInfo(file).Length;
            if (found < expected)
            {
                throw new DataCorruptException(file, $"it has {found} bytes of {expected}");
            }

            if (found <= LargestFullyChecked)
            {
                using SqliteCommand check = connection.CreateCommand();
                check.CommandText = "PRAGMA quick_check(1)";
                if (check.ExecuteScalar() is string reason and not "ok")
                {
                    throw new DataCorruptException(file, reason.ReplaceLineEndings(" "));
                }
            }
        }
        catch (SqliteException failure)
        {
            throw failure.Describe(storage.Locate(name));
        }
    }

    // An empty file is a valid database without tables.
    private static void FindTables(EmbeddedStorage storage, string name, string[] tables)
    {
        using SqliteConnection connection = storage.OpenReader(name);
        foreach (string table in tables)
        {
            if (connection.Number($"SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '{table}'") == 0)
            {
                throw new DataCorruptException(storage.Locate(name).LocalPath, $"it has no table '{table}'");
            }
        }
    }

    // The log is on disk before the store has its rows, and the rows are before their offsets are committed.
    private static void Compare(FolderStorage storage, int partitionCount)
    {
        using LogDatabase log = new(storage);
        using StoreDatabase store = new(storage);
        for (int partition = 0; partition < partitionCount; partition++)
        {
            long end = log.ReadEndOffset(partition);
            long committed = log.ReadCommittedOffset(partition);
            PartitionCount count = store.ReadCount(partition);
            long stored = count.Rows + count.DeadLetters;
            if (end < Math.Max(stored, committed))
            {
                throw new DataCorruptException(
                    storage.Locate(EmbeddedStorage.LogName).LocalPath,
                    $"partition {partition} ends at {end}, but {stored} of its events are stored and {committed} committed");
            }

            if (stored < committed)
            {
                throw new DataCorruptException(
                    storage.Locate(EmbeddedStorage.StoreName).LocalPath,
                    $"it has {stored} events of partition {partition}, but {committed} are committed");
            }
        }
    }
}
