using EventLogDemo.Engine.Embedded.Sqlite;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Data.Sqlite;

namespace EventLogDemo.Engine.Embedded;

/// <summary>Looks for damage in the databases of a folder before anything writes to them.</summary>
internal static class FolderCheck
{
    // SQLite's own check reads the whole file; above this size only what is cheap is looked at, and damage shows when it is met.
    private const long LargestFullyChecked = 256L << 20;

    /// <exception cref="DataCorruptException">The first damage found.</exception>
    public static void Run(string folder)
    {
        foreach (string name in (string[])[EmbeddedStorage.LogName, EmbeddedStorage.StoreName])
        {
            Check(new FolderStorage(folder), name, Path.Combine(folder, name));
        }
    }

    private static void Check(EmbeddedStorage storage, string name, string file)
    {
        if (!File.Exists(file))
        {
            throw new DataCorruptException(file, "it is missing");
        }

        try
        {
            using SqliteConnection connection = storage.OpenWriter(name);
            // Brings in what a killed process left in the write-ahead log; only then does the file have its full length.
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
                if (check.ExecuteScalar() is string finding and not "ok")
                {
                    throw new DataCorruptException(file, finding.ReplaceLineEndings(" "));
                }
            }
        }
        catch (SqliteException failure) when (failure.IsCorrupt())
        {
            throw new DataCorruptException(file, failure.Message, failure);
        }
    }
}
