using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Embedded.Log;

/// <summary>
/// The producer's buffer. Events are collected in one batch per partition; the log takes a batch when it is full or has lingered. While the
/// log is down a batch keeps filling, so a long outage at a low rate needs no more memory than its events do.
/// </summary>
internal sealed class EmbeddedAppender : IEventAppender
{
    /// <summary>Maximum number of idle buffers that are kept for reuse; a long outage needs many more, once.</summary>
    internal const int MaxIdleBuffers = 64;

    private const int PartOfTimeoutToFill = 20;

    private readonly Lock _gate = new();
    private readonly AppenderOptions _options;
    private readonly Action<DeliveryReport> _onDelivery;
    private readonly StepClock _clock;
    private readonly WakeSignal _log;
    private readonly Action<EmbeddedAppender> _onClosed;
    private readonly LinkedList<RecordBatch>[] _waiting;
    private readonly HashSet<RecordBatch> _sent = [];
    private readonly HashSet<RecordBatch> _reporting = [];
    private readonly Stack<byte[]> _buffers = [];
    private readonly List<(HashSet<RecordBatch> Batches, TaskCompletionSource Done)> _flushes = [];
    private TaskCompletionSource? _emptied;
    private long _bufferedCount;
    private long _bufferedBytes;
    private int _nextPartition;
    private bool _closed;

    public EmbeddedAppender(
        int partitionCount,
        AppenderOptions options,
        Action<DeliveryReport> onDelivery,
        StepClock clock,
        WakeSignal log,
        Action<EmbeddedAppender> onClosed)
    {
        _options = options;
        _onDelivery = onDelivery;
        _clock = clock;
        _log = log;
        _onClosed = onClosed;
        _waiting = [.. Enumerable.Range(0, partitionCount).Select(_ => new LinkedList<RecordBatch>())];
    }

    public long BufferedCount => Interlocked.Read(ref _bufferedCount);

    public long BufferedBytes => Interlocked.Read(ref _bufferedBytes);

    /// <summary>Number of buffers that are kept for reuse.</summary>
    internal int IdleBufferCount
    {
        get
        {
            lock (_gate)
            {
                return _buffers.Count;
            }
        }
    }

    public bool TryAppend(in EventIdentity identity, ReadOnlySpan<byte> body)
    {
        if (body.Length > EventLimits.MaxBodyBytes)
        {
            throw new EventTooLargeException(body.Length);
        }

        int cost = AppenderOptions.CostOf(body.Length);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            // An empty buffer accepts a single event larger than itself, which could never be sent otherwise.
            if (_bufferedCount >= _options.BufferCount
                || (_bufferedCount > 0 && _bufferedBytes + cost > _options.BufferBytes))
            {
                return false;
            }

            LinkedList<RecordBatch> waiting = _waiting[identity.Partition];
            RecordBatch? open = waiting.Last?.Value;
            TimeSpan now = _clock.Elapsed;
            // A batch expires as a whole: no event may expire much before its own timeout, so a batch accepts none long after its first.
            if (open is null
                || open.WasSent
                || now - open.OpenedAt >= _options.DeliveryTimeout / PartOfTimeoutToFill
                || !open.Accepts(in identity, body.Length))
            {
                open = new RecordBatch(RentBuffer(body.Length)) { OpenedAt = now };
                waiting.AddLast(open);
                // The log may be asleep: it has to know when the new batch will have lingered, and that the old one is full.
                _log.Set();
            }

            open.Add(in identity, body);
            _bufferedCount++;
            _bufferedBytes += cost;
            return true;
        }
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        Task done;
        lock (_gate)
        {
            HashSet<RecordBatch> outstanding = [.. _waiting.SelectMany(list => list), .. _sent, .. _reporting];
            if (outstanding.Count == 0)
            {
                return;
            }

            TaskCompletionSource flush = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _flushes.Add((outstanding, flush));
            done = flush.Task;
        }

        _log.Set();
        await done.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        List<RecordBatch> left;
        TaskCompletionSource emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_closed)
            {
                return new ValueTask(_emptied!.Task);
            }

            _closed = true;
            _emptied = emptied;
            left = [.. _sent, .. _waiting.SelectMany(list => list)];
            if (_bufferedCount == 0)
            {
                emptied.SetResult();
            }
        }

        ProducerClosedException closed = new();
        left.ForEach(batch => Abandon(batch, closed));
        _onClosed(this);
        // Waits for reports that the log is making at the moment: after closing, every event is accounted for.
        return new ValueTask(emptied.Task);
    }

    /// <summary>Gives the log the oldest due batch of the next partition that has one, or null.</summary>
    public RecordBatch? TakeDue(StepTime now)
    {
        lock (_gate)
        {
            for (int tried = 0; tried < _waiting.Length && !_closed; tried++)
            {
                LinkedList<RecordBatch> waiting = _waiting[_nextPartition];
                _nextPartition = (_nextPartition + 1) % _waiting.Length;
                if (waiting.First?.Value is { } batch && DueAt(waiting, batch) <= now.Elapsed)
                {
                    waiting.RemoveFirst();
                    batch.WasSent = true;
                    _sent.Add(batch);
                    return batch;
                }
            }

            return null;
        }
    }

    /// <summary>Takes back a batch that the log could not commit, to the front of its partition.</summary>
    public void Return(RecordBatch batch)
    {
        lock (_gate)
        {
            if (_sent.Remove(batch))
            {
                _waiting[batch.Partition].AddFirst(batch);
            }
        }
    }

    /// <summary>Expires batches that have waited for longer than the delivery timeout.</summary>
    /// <returns>When the next batch expires or is due, whichever is first; never earlier than now.</returns>
    public TimeSpan Expire(StepTime now)
    {
        List<RecordBatch>? expired = null;
        TimeSpan next = StepTime.Never;
        lock (_gate)
        {
            foreach (RecordBatch batch in _sent)
            {
                CheckExpiry(batch, StepTime.Never);
            }

            foreach (LinkedList<RecordBatch> waiting in _waiting)
            {
                for (LinkedListNode<RecordBatch>? node = waiting.First; node is not null; node = node.Next)
                {
                    if (!CheckExpiry(node.Value, node == waiting.First ? DueAt(waiting, node.Value) : StepTime.Never))
                    {
                        break;
                    }
                }
            }
        }

        if (expired is not null)
        {
            DeliveryTimeoutException timeout = new(ServiceNames.Kafka, _options.DeliveryTimeout);
            expired.ForEach(batch => Abandon(batch, timeout));
        }

        return next < now.Elapsed ? now.Elapsed : next;

        // True when the batch has expired; those behind it in a partition are younger.
        bool CheckExpiry(RecordBatch batch, TimeSpan due)
        {
            TimeSpan end = batch.OpenedAt + _options.DeliveryTimeout;
            if (end <= now.Elapsed)
            {
                (expired ??= []).Add(batch);
                return true;
            }

            TimeSpan first = due < end ? due : end;
            next = first < next ? first : next;
            return false;
        }
    }

    /// <summary>Reports the outcome of a batch that the log has decided, unless it has expired.</summary>
    public void Settle(RecordBatch batch, DeliveryOutcome outcome, long firstOffset, EngineException? error) =>
        Report(batch, outcome, firstOffset, error);

    // Unknown once the log has been given it, whatever became of it.
    private void Abandon(RecordBatch batch, EngineException error) => Report(batch, decided: null, -1, error);

    private void Report(RecordBatch batch, DeliveryOutcome? decided, long firstOffset, EngineException? error)
    {
        DeliveryOutcome outcome;
        bool wasInFlight;
        lock (_gate)
        {
            if (batch.IsSettled)
            {
                return;
            }

            // Under one lock, so that the log cannot take a batch that is being expired.
            batch.IsSettled = true;
            outcome = decided ?? (batch.WasSent ? DeliveryOutcome.Unknown : DeliveryOutcome.Failed);
            wasInFlight = _sent.Remove(batch);
            if (!wasInFlight)
            {
                _waiting[batch.Partition].Remove(batch);
            }

            _reporting.Add(batch);
        }

        // Reported before it is subtracted from the buffer: when a flush completes, everything has been reported.
        _onDelivery(batch.Report(outcome, firstOffset, error));
        lock (_gate)
        {
            _reporting.Remove(batch);
            // The log may still read a batch that expired while the log had it.
            bool logIsDone = outcome == DeliveryOutcome.Acked || !wasInFlight;
            _bufferedCount -= batch.Count;
            _bufferedBytes -= batch.BufferCost;
            if (logIsDone && batch.Buffer.Length == StandardBuffer && _buffers.Count < MaxIdleBuffers && !_closed)
            {
                _buffers.Push(batch.Buffer);
            }

            for (int i = _flushes.Count - 1; i >= 0; i--)
            {
                _flushes[i].Batches.Remove(batch);
                if (_flushes[i].Batches.Count == 0)
                {
                    _flushes[i].Done.SetResult();
                    _flushes.RemoveAt(i);
                }
            }

            if (_closed && _bufferedCount == 0)
            {
                _emptied!.TrySetResult();
            }
        }
    }

    private int StandardBuffer => _options.BatchBytes + RecordBatch.RecordOverhead;

    // A batch with another one behind it is full; the last one is due when it has lingered or when a flush is waiting.
    private TimeSpan DueAt(LinkedList<RecordBatch> waiting, RecordBatch batch) =>
        waiting.Count > 1 || batch.WasSent || _flushes.Count > 0 || batch.Length >= _options.BatchBytes
            ? TimeSpan.Zero
            : batch.OpenedAt + _options.Linger;

    private byte[] RentBuffer(int bodyLength)
    {
        int needed = RecordBatch.RecordOverhead + bodyLength;
        if (needed > StandardBuffer)
        {
            return new byte[needed];
        }

        return _buffers.TryPop(out byte[]? buffer) ? buffer : new byte[StandardBuffer];
    }
}
