using Microsoft.Data.Sqlite;

namespace EventLogDemo.Engine.Embedded.Sqlite;

/// <summary>Where the embedded parts keep their databases: in files in production, in memory in a simulation.</summary>
internal abstract class EmbeddedStorage : IDisposable
{
    /// <summary>Name of the event log's database.</summary>
    public const string LogName = "log.db";

    /// <summary>Name of the event store's database.</summary>
    public const string StoreName = "store.db";

    // 64 MiB of write-ahead log between two checkpoints: less costs throughput, more costs disk space and longer stalls.
    private const int CheckpointPages = 4096;

    /// <summary>Whether a file name is that of one of the two databases or of SQLite's files next to them.</summary>
    public static bool IsFile(string name) => name is LogName or LogName + "-wal" or LogName + "-shm" or LogName + "-journal"
        or StoreName or StoreName + "-wal" or StoreName + "-shm" or StoreName + "-journal";

    /// <summary>Where a database is, for messages.</summary>
    public abstract Uri Locate(string name);

    /// <summary>Opens a database for reading and writing, creating it if it is missing.</summary>
    public virtual SqliteConnection OpenWriter(string name)
    {
        SqliteConnection connection = Open(name, SqliteOpenMode.ReadWriteCreate);
        // The page size only takes effect in an empty database; large pages suit rows of about 1 KB.
        connection.Run("PRAGMA page_size = 16384");
        connection.Run($"PRAGMA journal_mode = {JournalMode}");
        connection.Run("PRAGMA synchronous = FULL");
        // On macOS a plain fsync does not reach the disk.
        connection.Run("PRAGMA fullfsync = 1");
        connection.Run($"PRAGMA wal_autocheckpoint = {CheckpointPages}");
        if (MaxPageCountOf(name) is { } limit)
        {
            connection.Run($"PRAGMA max_page_count = {limit}");
        }

        return connection;
    }

    /// <summary>Opens a database for reading only.</summary>
    public SqliteConnection OpenReader(string name)
    {
        SqliteConnection connection = Open(name, SqliteOpenMode.ReadWrite);
        connection.Run("PRAGMA query_only = 1");
        return connection;
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    private protected abstract string JournalMode { get; }

    private protected abstract string DataSource(string name);

    /// <summary>Number of pages at which a database counts as full, as on a full disk; null for no limit but the disk's.</summary>
    private protected virtual int? MaxPageCountOf(string name) => null;

    private SqliteConnection Open(string name, SqliteOpenMode mode)
    {
        // Without pooling, closing a connection closes its file, which a stopped service must do.
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = DataSource(name),
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}

/// <summary>Databases as files of one folder.</summary>
internal class FolderStorage(string folder) : EmbeddedStorage
{
    private protected override string JournalMode => "WAL";

    public override Uri Locate(string name) => new(Path.Combine(folder, name));

    public override void Dispose()
    {
    }

    private protected override string DataSource(string name) => Path.Combine(folder, name);
}

/// <summary>Databases in memory that live as long as this object, even while no part has them open.</summary>
internal sealed class MemoryStorage : EmbeddedStorage
{
    private readonly string _name = Guid.NewGuid().ToString("N");
    private readonly List<SqliteConnection> _anchors = [];

    public MemoryStorage()
    {
        foreach (string database in (string[])[LogName, StoreName])
        {
            _anchors.Add(OpenWriter(database));
        }
    }

    private protected override string JournalMode => "MEMORY";

    public override Uri Locate(string name) => new($"memory:///{_name}/{name}");

    public override void Dispose() => _anchors.ForEach(anchor => anchor.Dispose());

    // SQLite's memdb file system shares a database whose name starts with a slash among the connections of a process.
    private protected override string DataSource(string name) => $"file:/{_name}/{name}?vfs=memdb";
}
