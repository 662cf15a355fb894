using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EventLogDemo.Engine.Embedded.Sqlite;

/// <summary>Classifies SQLite's errors.</summary>
internal static class SqliteFailure
{
    public static bool IsDiskFull(this SqliteException failure) => failure.SqliteErrorCode == raw.SQLITE_FULL;

    public static bool IsCorrupt(this SqliteException failure) =>
        failure.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>The engine's error for a failure of a database.</summary>
    public static EngineException Describe(this SqliteException failure, Uri database) =>
        failure.IsDiskFull() ? new DiskFullException(database.LocalPath, failure)
        : failure.IsCorrupt() ? new DataCorruptException(database.LocalPath, failure.Message, failure)
        : new DataFolderAccessException(database.LocalPath, failure);
}
