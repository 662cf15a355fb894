using Microsoft.Data.Sqlite;

namespace EventLogDemo.Engine.Embedded.Sqlite;

/// <summary>A database that is open for writing, with one transaction at a time. Used by one thread at a time.</summary>
internal abstract class TransactionalDatabase : IDisposable
{
    private readonly List<SqliteStatement> _statements = [];
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;

    /// <summary>Opens the database, creating it and its tables if they are missing.</summary>
    protected TransactionalDatabase(EmbeddedStorage storage, string name, string schema)
    {
        Connection = storage.OpenWriter(name);
        try
        {
            Connection.Run(schema);
        }
        catch
        {
            Dispose();
            throw;
        }

        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
    }

    public bool IsInTransaction { get; private set; }

    private protected SqliteConnection Connection { get; }

    public void Begin()
    {
        _begin.Execute();
        IsInTransaction = true;
    }

    public void Commit()
    {
        _commit.Execute();
        IsInTransaction = false;
    }

    /// <summary>Rolls the transaction back. SQLite may have done so itself after a serious error.</summary>
    public virtual void Rollback()
    {
        if (IsInTransaction && SQLitePCL.raw.sqlite3_get_autocommit(Connection.Handle!) == 0)
        {
            _rollback.Execute();
        }

        IsInTransaction = false;
    }

    public void Dispose()
    {
        _statements.ForEach(statement => statement.Dispose());
        Connection.Dispose();
    }

    /// <summary>Prepares a statement that is disposed with the database.</summary>
    private protected SqliteStatement Prepare(string sql)
    {
        try
        {
            SqliteStatement statement = new(Connection, sql);
            _statements.Add(statement);
            return statement;
        }
        catch
        {
            Dispose();
            throw;
        }
    }
}
