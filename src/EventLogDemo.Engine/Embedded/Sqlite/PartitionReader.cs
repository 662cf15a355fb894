using EventLogDemo.Engine.Embedded.Services;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Data.Sqlite;

namespace EventLogDemo.Engine.Embedded.Sqlite;

/// <summary>
/// Reads the committed data of a service's database, on a connection of its own that is opened at the first read and closed with
/// the service.
/// </summary>
internal abstract class PartitionReader(EmbeddedStorage storage, string database, string attempted)
{
    private readonly Lock _gate = new();
    private readonly Uri _location = storage.Locate(database);
    private SqliteConnection? _connection;
    private SqliteStatement? _select;

    /// <summary>What it does, for errors.</summary>
    public string Attempted => attempted;

    /// <summary>The connection, open during a read.</summary>
    private protected SqliteConnection Connection => _connection!;

    /// <summary>Clears the batch and fills it from an offset on.</summary>
    /// <returns>The offset to read from next.</returns>
    /// <exception cref="ServiceUnavailableException">The service went down meanwhile.</exception>
    /// <exception cref="DataCorruptException">The file is damaged.</exception>
    public long Read(ServicePart service, int partition, long fromOffset, EventBatch batch)
    {
        try
        {
            return Read(partition, fromOffset, batch);
        }
        catch (SqliteException failure) when (service.IsReady)
        {
            throw failure.Describe(_location);
        }
        catch (SqliteException failure)
        {
            throw new ServiceUnavailableException(service.Name, _location, Attempted, inner: failure);
        }
        catch (InvalidDataException failure)
        {
            throw new DataCorruptException(_location.LocalPath, failure.Message, failure);
        }
        finally
        {
            if (service.IsDown)
            {
                // The service went down during the read: close the file, which the read may have reopened.
                Close();
            }
        }
    }

    /// <summary>Closes the file.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _select?.Dispose();
            _connection?.Dispose();
            _select = null;
            _connection = null;
            ClearCache();
        }
    }

    /// <summary>The statement that finds the rows, in offset order.</summary>
    private protected abstract string Sql { get; }

    private protected abstract void Bind(SqliteStatement select, int partition, long fromOffset);

    /// <summary>Adds the events of the current row from an offset on; returns the next offset to read.</summary>
    private protected abstract long Fill(SqliteStatement row, int partition, long fromOffset, EventBatch batch, long next);

    /// <summary>Drops cached state of the file.</summary>
    private protected virtual void ClearCache()
    {
    }

    private long Read(int partition, long fromOffset, EventBatch batch)
    {
        lock (_gate)
        {
            _connection ??= storage.OpenReader(database);
            SqliteStatement select = _select ??= new SqliteStatement(_connection, Sql);
            batch.Clear();
            long next = fromOffset;
            Bind(select, partition, fromOffset);
            try
            {
                while (!batch.IsFull && select.Read())
                {
                    next = Fill(select, partition, fromOffset, batch, next);
                }
            }
            finally
            {
                // An open statement would prevent the write-ahead log from being checkpointed.
                select.Reset();
            }

            return next;
        }
    }
}
