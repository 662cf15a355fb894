using EventLogDemo.Engine.Embedded.Services;
using EventLogDemo.Engine.Embedded.Sqlite;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Data.Sqlite;

namespace EventLogDemo.Engine.Embedded.Store;

/// <summary>
/// The event store. It has no step of its own: its one client, the processor, writes to it in transactions, and a service
/// that goes down loses the open one.
/// </summary>
internal sealed class EmbeddedStore : IEventStore, IEmbeddedService, IDisposable
{
    private readonly Lock _io = new();
    private readonly EmbeddedStorage _storage;
    private readonly TimeSpan _requestTimeout;
    private readonly ReaderSet _readers;
    private readonly PartitionCount[] _pending;
    private readonly Uri _location;
    private StoreDatabase? _database;
    private PartitionCount[] _counts;
    private bool _isDurable;

    public EmbeddedStore(EmbeddedStorage storage, int partitionCount, StepClock clock, TimeSpan requestTimeout)
    {
        _storage = storage;
        _requestTimeout = requestTimeout;
        _location = storage.Locate(EmbeddedStorage.StoreName);
        _counts = new PartitionCount[partitionCount];
        _pending = new PartitionCount[partitionCount];
        Part = new ServicePart(ServiceNames.Cassandra, _location, clock);
        _readers = new ReaderSet(Part, partitionCount, requestTimeout, () => new StoreReader(storage));
    }

    public bool CanRead => true;

    public ServicePart Part { get; }

    /// <summary>Number of dead letters.</summary>
    public long DeadLetterCount => Volatile.Read(ref _counts).Sum(count => count.DeadLetters);

    /// <summary>Writes rows in the open transaction, starting one if there is none.</summary>
    /// <param name="partition">Partition of the rows.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="storedAtMicroseconds">The time to record as their time of storing.</param>
    /// <param name="isDurable">For a new transaction: whether its commit must reach the disk.</param>
    /// <param name="continues">Whether the client already has rows in the open transaction: refused if a restart has dropped it.</param>
    /// <param name="repeated">Number of rows that existed already.</param>
    public StoreResult Write(
        int partition, EventBatch batch, long storedAtMicroseconds, bool isDurable, bool continues, out int repeated)
    {
        int found = 0;
        StoreResult result = Work(continues, database =>
        {
            if (!database.IsInTransaction)
            {
                Begin(database, isDurable);
            }

            PartitionCount count = _pending[partition];
            for (int i = 0; i < batch.Count; i++)
            {
                EventView row = batch[i];
                bool isNew;
                if (DeadLetter.ReasonFor(in row) is { IsEmpty: false } reason)
                {
                    isNew = database.InsertDeadLetter(partition, in row, storedAtMicroseconds, reason);
                    count = count with { DeadLetters = count.DeadLetters + (isNew ? 1 : 0) };
                }
                else
                {
                    isNew = database.Insert(partition, in row, storedAtMicroseconds);
                    count = count with { Rows = count.Rows + (isNew ? 1 : 0) };
                }

                found += isNew ? 0 : 1;
            }

            _pending[partition] = count;
        });
        repeated = found;
        return result;
    }

    /// <summary>Commits the open transaction, if any.</summary>
    /// <param name="isDurable">Whether everything committed must be on disk: a transaction that was started without that is then followed by a durable one.</param>
    /// <param name="continues">Whether the client has rows in the open transaction: refused if a restart has dropped it.</param>
    public StoreResult Commit(bool isDurable, bool continues) => Work(continues, database =>
    {
        if (database.IsInTransaction)
        {
            CommitOpen(database);
            isDurable &= !_isDurable;
        }

        if (isDurable)
        {
            Begin(database, isDurable);
            CommitOpen(database);
        }
    });

    /// <summary>Rolls the open transaction back, as when its client has died.</summary>
    public void Rollback()
    {
        lock (_io)
        {
            try
            {
                _database?.Rollback();
            }
            catch (SqliteException failure)
            {
                Fail(failure);
            }
        }
    }

    public ValueTask<IReadOnlyList<long>> GetRowCountsAsync(LogPosition? log, CancellationToken cancellationToken) =>
        Part.AnswerAsync<IReadOnlyList<long>>(
            "count the rows",
            _requestTimeout,
            () => [.. Volatile.Read(ref _counts).Select(count => count.Rows)],
            cancellationToken);

    public IEventReader OpenReader() => _readers.Open();

    public void Open()
    {
        lock (_io)
        {
            try
            {
                _database = new StoreDatabase(_storage);
                Volatile.Write(ref _counts, [.. Enumerable.Range(0, _counts.Length).Select(_database.ReadCount)]);
            }
            catch (SqliteException failure)
            {
                _database?.Dispose();
                _database = null;
                throw failure.Describe(_location);
            }
        }
    }

    public void Close(bool clean)
    {
        lock (_io)
        {
            try
            {
                // A clean stop drops the open transaction as well: its client has received no response and writes the rows again.
                _database?.Rollback();
            }
            finally
            {
                _database?.Dispose();
                _database = null;
                _readers.CloseFiles();
            }
        }
    }

    public void Dispose() => Close(clean: false);

    private void Begin(StoreDatabase database, bool isDurable)
    {
        database.Begin(isDurable);
        _isDurable = isDurable;
        Volatile.Read(ref _counts).CopyTo(_pending, 0);
    }

    private void CommitOpen(StoreDatabase database)
    {
        for (int partition = 0; partition < _pending.Length; partition++)
        {
            database.WriteCount(partition, _pending[partition]);
        }

        database.Commit();
        Part.Note(trouble: null);
        Volatile.Write(ref _counts, [.. _pending]);
    }

    private StoreResult Work(bool continues, Action<StoreDatabase> work)
    {
        lock (_io)
        {
            if (Part.State == ServiceState.Suspended)
            {
                return StoreResult.NoResponse;
            }

            // A service that was restarted looks as if nothing had happened; only the missing transaction shows it.
            if (!Part.IsReady || _database is null || (continues && !_database.IsInTransaction))
            {
                return StoreResult.Refused;
            }

            try
            {
                work(_database);
                return StoreResult.Done;
            }
            catch (SqliteException failure)
            {
                Recover(_database, failure);
                return StoreResult.Refused;
            }
        }
    }

    // A full disk drops the current rows and the store continues; any other failure, also one of the rollback, takes it down.
    private void Recover(StoreDatabase database, SqliteException failure)
    {
        try
        {
            if (failure.IsDiskFull())
            {
                database.Rollback();
                Part.Note(new DiskFullException(_location.LocalPath, failure).Message);
                return;
            }
        }
        catch (SqliteException second)
        {
            failure = second;
        }

        Fail(failure);
    }

    private void Fail(SqliteException failure)
    {
        try
        {
            Close(clean: false);
        }
        catch (SqliteException second)
        {
            failure.Data["closing"] = second.Message;
        }

        Part.Enter(ServiceState.Failed, failure.Message);
    }
}

/// <summary>How the store responded to its client.</summary>
internal enum StoreResult
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>The store is down or failed: the open transaction is gone.</summary>
    Refused,

    /// <summary>The store is frozen: no response yet, and the transaction is still open.</summary>
    NoResponse,
}
