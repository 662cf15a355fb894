using EventLogDemo.Engine.Embedded.Services;
using EventLogDemo.Engine.Embedded.Sqlite;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Data.Sqlite;

namespace EventLogDemo.Engine.Embedded.Log;

/// <summary>
/// The event log: a machine that takes due batches from the appenders, writes them in one transaction and acknowledges them after
/// the commit. Writing and committing are separate steps, so that a kill can fall between them.
/// </summary>
internal sealed class EmbeddedLog : IStepMachine, IEventLog, IEmbeddedService, IDisposable
{
    // Maximum events and time per transaction: a commit costs about as much as writing 500 events.
    private const int EventsPerCommit = 2000;
    private static readonly TimeSpan MaxTransactionTime = TimeSpan.FromMilliseconds(10);

    private readonly Lock _io = new();
    private readonly EmbeddedStorage _storage;
    private readonly StepClock _clock;
    private readonly TimeSpan _requestTimeout;
    private readonly ReaderSet _readers;
    private readonly LogReader _processorReader;
    private readonly Action<CrashPoint> _atPoint;
    private readonly LogTransaction _transaction;
    private readonly AppenderSet _appenders = new();
    private readonly Uri _location;
    private LogDatabase? _database;
    private long[] _ends;
    private long[] _committed;
    private long[]? _requested;

    public EmbeddedLog(
        EmbeddedStorage storage, int partitionCount, StepClock clock, TimeSpan requestTimeout, Action<CrashPoint>? atPoint = null)
    {
        _storage = storage;
        _clock = clock;
        _requestTimeout = requestTimeout;
        _atPoint = atPoint ?? (_ => { });
        _location = storage.Locate(EmbeddedStorage.LogName);
        _processorReader = new LogReader(storage);
        _transaction = new LogTransaction(partitionCount);
        _ends = new long[partitionCount];
        _committed = new long[partitionCount];
        Part = new ServicePart(ServiceNames.Kafka, _location, clock);
        _readers = new ReaderSet(Part, partitionCount, requestTimeout, () => new LogReader(storage));
        Part.Wake(Signal);
    }

    public string Name => ServiceNames.Kafka;

    public WakeSignal Signal { get; } = new();

    public ServicePart Part { get; }

    public int PartitionCount => _ends.Length;

    /// <summary>Set when new events or offsets have been committed.</summary>
    public WakeSignal? Committed { get; set; }

    /// <summary>The processor's committed offsets; replaced as a whole, never modified.</summary>
    public IReadOnlyList<long> CommittedOffsets => Volatile.Read(ref _committed);

    /// <summary>The offsets after the last committed events; replaced as a whole, never modified.</summary>
    public IReadOnlyList<long> EndOffsets => Volatile.Read(ref _ends);

    public TimeSpan Step(StepTime now)
    {
        TimeSpan next = _appenders.Expire(now);
        lock (_io)
        {
            if (!Part.IsReady || _database is null)
            {
                // No batches are taken now, so only their expiry matters; a batch that is merely due must not make the driver spin.
                return next > now.Elapsed ? next : now.Elapsed + MaxTransactionTime;
            }

            try
            {
                return Work(_database, now) ? now.Elapsed : next;
            }
            catch (SqliteException failure)
            {
                return Recover(failure, now);
            }
        }
    }

    /// <summary>Drops the offsets that wait to be committed, as when the processor that sent them has died.</summary>
    public void DropRequest() => Volatile.Write(ref _requested, null);

    /// <summary>Requests the commit of offsets with the next transaction. Offsets of a later call replace those of an earlier one.</summary>
    public void RequestCommit(IReadOnlyList<long> offsets)
    {
        Volatile.Write(ref _requested, [.. offsets]);
        Signal.Set();
    }

    /// <summary>Reads for the processor, without waiting.</summary>
    /// <returns>False when the log does not answer at the moment.</returns>
    public bool TryRead(int partition, long fromOffset, EventBatch batch, out long next)
    {
        next = fromOffset;
        if (!Part.IsReady)
        {
            batch.Clear();
            return false;
        }

        try
        {
            next = _processorReader.Read(Part, partition, fromOffset, batch);
            return true;
        }
        catch (ServiceUnavailableException)
        {
            return false;
        }
        catch (EngineException failure)
        {
            lock (_io)
            {
                // Unless it was stopped meanwhile, or even started again by a user who has seen it fail.
                if (Part.IsReady)
                {
                    Close(clean: false);
                    Part.Enter(ServiceState.Failed, failure.Message);
                }
            }

            return false;
        }
    }

    public ValueTask<IEventAppender> OpenAppenderAsync(
        AppenderOptions options, Action<DeliveryReport> onDelivery, CancellationToken cancellationToken)
    {
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IEventAppender>(OpenAppender(options, onDelivery));
    }

    public EmbeddedAppender OpenAppender(AppenderOptions options, Action<DeliveryReport> onDelivery)
    {
        EmbeddedAppender appender = new(PartitionCount, options, onDelivery, _clock, Signal, _appenders.Remove);
        _appenders.Add(appender);
        return appender;
    }

    public IEventReader OpenReader() => _readers.Open();

    public ValueTask<IReadOnlyList<long>> GetEarliestOffsetsAsync(CancellationToken cancellationToken) =>
        AnswerAsync<IReadOnlyList<long>>("read the earliest offsets", () => new long[PartitionCount], cancellationToken);

    public ValueTask<IReadOnlyList<long>> GetEndOffsetsAsync(CancellationToken cancellationToken) =>
        AnswerAsync("read the end offsets", () => EndOffsets, cancellationToken);

    public ValueTask<IReadOnlyList<long>> GetCommittedOffsetsAsync(CancellationToken cancellationToken) =>
        AnswerAsync("read the committed offsets", () => CommittedOffsets, cancellationToken);

    public void Open()
    {
        lock (_io)
        {
            try
            {
                _database = new LogDatabase(_storage);
                Volatile.Write(ref _ends, [.. Enumerable.Range(0, PartitionCount).Select(_database.ReadEndOffset)]);
                Volatile.Write(ref _committed, [.. Enumerable.Range(0, PartitionCount).Select(_database.ReadCommittedOffset)]);
            }
            catch (SqliteException failure)
            {
                _database?.Dispose();
                _database = null;
                throw failure.Describe(_location);
            }

            _atPoint(CrashPoint.LogOpened);
        }
    }

    public void Close(bool clean)
    {
        lock (_io)
        {
            try
            {
                if (clean && _database is { IsInTransaction: true })
                {
                    CommitTransaction(_database);
                }
            }
            finally
            {
                try
                {
                    AbandonTransaction(error: null);
                }
                finally
                {
                    _database?.Dispose();
                    _database = null;
                    _readers.CloseFiles();
                    _processorReader.Close();
                }
            }
        }
    }

    public void Dispose()
    {
        Close(clean: false);
        Signal.Dispose();
    }

    // One phase of a transaction; true when there may be more to do at once.
    private bool Work(LogDatabase database, StepTime now)
    {
        bool open = database.IsInTransaction;
        if (open && (_transaction.EventCount >= EventsPerCommit || now.Elapsed - _transaction.StartedAt >= MaxTransactionTime))
        {
            CommitTransaction(database);
            return true;
        }

        int before = _transaction.EventCount;
        while (_transaction.EventCount < EventsPerCommit && _appenders.TakeDue(now) is var (appender, batch))
        {
            _transaction.Add(appender, batch);
            Begin(database, now);
            _transaction.Write(database);
            _atPoint(CrashPoint.Append);
        }

        if (Interlocked.Exchange(ref _requested, null) is { } offsets)
        {
            Begin(database, now);
            _transaction.Offsets = offsets;
        }

        if (_transaction.EventCount > before)
        {
            return true;
        }

        if (database.IsInTransaction)
        {
            CommitTransaction(database);
            return true;
        }

        return false;
    }

    private void Begin(LogDatabase database, StepTime now)
    {
        if (!database.IsInTransaction)
        {
            database.Begin();
            _transaction.Begin(now, EndOffsets);
        }
    }

    private void CommitTransaction(LogDatabase database)
    {
        _transaction.WriteRest(database);
        _atPoint(CrashPoint.BeforeCommit);
        database.Commit();
        Part.Note(trouble: null);
        _atPoint(CrashPoint.AfterCommit);
        Volatile.Write(ref _ends, [.. _transaction.Ends]);
        if (_transaction.Offsets is not null)
        {
            Volatile.Write(ref _committed, _transaction.Offsets);
        }

        _transaction.End((appender, batch, offset) => appender.Settle(batch, DeliveryOutcome.Acked, offset, null));
        Committed?.Set();
    }

    // Rolls back. Without an error the batches return to their appenders for a retry; with one they have definitely failed.
    private void AbandonTransaction(EngineException? error)
    {
        try
        {
            _database?.Rollback();
        }
        finally
        {
            // Also when the rollback fails: the caller closes the database then, and nothing of the transaction is ever committed.
            if (_transaction.Offsets is { } offsets)
            {
                Interlocked.CompareExchange(ref _requested, offsets, null);
            }

            _transaction.Discard((appender, batch) =>
            {
                if (error is null)
                {
                    appender.Return(batch);
                }
                else
                {
                    appender.Settle(batch, DeliveryOutcome.Failed, -1, error);
                }
            });
        }
    }

    // A full disk fails the current events and the log continues; any other failure, also one of the rollback, takes it down.
    private TimeSpan Recover(SqliteException failure, StepTime now)
    {
        try
        {
            if (failure.IsDiskFull())
            {
                DiskFullException full = new(_location.LocalPath, failure);
                Part.Note(full.Message);
                AbandonTransaction(full);
                // The processor's offsets are retried for as long as it takes, but with a pause.
                return now.Elapsed + MaxTransactionTime;
            }
        }
        catch (SqliteException second)
        {
            failure = second;
        }

        Fail(failure);
        return StepTime.Never;
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

    private ValueTask<T> AnswerAsync<T>(string attempted, Func<T> answer, CancellationToken cancellationToken) =>
        Part.AnswerAsync(attempted, _requestTimeout, answer, cancellationToken);
}
