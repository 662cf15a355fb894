using System.Runtime.ExceptionServices;
using Confluent.Kafka;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Kafka;

/// <summary>
/// A Kafka producer as an appender. The client buffers, batches, retries and times out; a thread of ours polls it, joins the outcomes
/// of single events to ranges and reports them. Our own count decides when the buffer is full.
/// </summary>
internal sealed partial class KafkaAppender : IEventAppender
{
    // Number of requests whose outcomes are reported before anything else is checked.
    private const int MaxRequestsPerTurn = 64;

    private static readonly TimeSpan PollSlice = TimeSpan.FromMilliseconds(20);

    // Long enough for the client's threads to see that lingering batches are to be sent; nothing is reported meanwhile.
    private static readonly TimeSpan FlushSlice = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan IdleWait = TimeSpan.FromSeconds(1);

    // A starting broker may fail handshakes for a while; one that does not speak TLS fails them for ever.
    private static readonly TimeSpan DoubtTimeout = TimeSpan.FromSeconds(7);

    // A purge reports at once; after this time the rest is reported as unknown.
    private static readonly TimeSpan PurgeTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly KafkaConnection _connection;
    private readonly ProducerConfig _config;
    private readonly AppenderOptions _options;
    private readonly Action<DeliveryReport> _onDelivery;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<KafkaAppender> _onClosed;
    private readonly DeliveryErrors _errors;
    private readonly ContextPool _pool = new();
    private readonly DeliveryRanges _ranges = new();
    private readonly FlushEpochs _epochs = new();
    private readonly NativeProducer.Delivery _onDelivered;
    private readonly Reconnection _reconnection;
    private readonly string _topic;
    private readonly WakeSignal _closed = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private NativeProducer? _producer;
    private ClientWatch _watch;
    private EngineException? _ending;
    private long _bufferedCount;
    private long _bufferedBytes;
    private volatile EngineException? _refusal;
    private volatile bool _closing;

    /// <summary>Creates the producer and starts its thread; it connects in the background.</summary>
    public KafkaAppender(
        KafkaConnection connection,
        KafkaLogOptions log,
        AppenderOptions options,
        Action<DeliveryReport> onDelivery,
        TimeProvider time,
        ILogger logger,
        Action<KafkaAppender> onClosed)
    {
        _connection = connection;
        _config = ClientSettings.ForProducer(connection, log, options);
        _options = options;
        _onDelivery = onDelivery;
        _time = time;
        _logger = logger;
        _onClosed = onClosed;
        _errors = new DeliveryErrors(connection, log, options.DeliveryTimeout);
        _onDelivered = OnDelivered;
        _reconnection = new Reconnection(time, () => _producer?.AddServers(connection.BootstrapServers));
        _topic = log.Topic;
        (_producer, _watch) = Create();
        new Thread(Run) { IsBackground = true, Name = "EventLogDemo kafka producer" }.Start();
    }

    public long BufferedCount => Interlocked.Read(ref _bufferedCount);

    public long BufferedBytes => Interlocked.Read(ref _bufferedBytes);

    public bool TryAppend(in EventIdentity identity, ReadOnlySpan<byte> body)
    {
        if (body.Length > EventLimits.MaxBodyBytes)
        {
            throw new EventTooLargeException(body.Length);
        }

        ObjectDisposedException.ThrowIf(_closing, this);
        int cost = AppenderOptions.CostOf(body.Length);
        long count = BufferedCount;
        // An empty buffer accepts a single event larger than itself, which could never be sent otherwise.
        if (count >= _options.BufferCount || (count > 0 && BufferedBytes + cost > _options.BufferBytes))
        {
            return false;
        }

        EngineException? refusal = _refusal;
        if (refusal is null)
        {
            ErrorCode code = Produce(in identity, body, cost);
            if (code == ErrorCode.NoError)
            {
                return true;
            }

            if (code is ErrorCode.Local_QueueFull or ErrorCode.Local_Fatal or ErrorCode.Local_Destroy)
            {
                // A client that is being replaced after a fatal error accepts nothing either.
                return _refusal is not null && Refuse(in identity, _refusal);
            }

            refusal = _errors.Explain(code, ending: null);
        }

        return Refuse(in identity, refusal!);
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken) =>
        await _epochs.Flush().WaitAsync(cancellationToken).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        _closing = true;
        _closed.Set();
        await _ended.Task.ConfigureAwait(false);
    }

    private ErrorCode Produce(in EventIdentity identity, ReadOnlySpan<byte> body, int cost)
    {
        // The thread that replaces or closes the producer must not do so during the call.
        lock (_gate)
        {
            if (_producer is not { } producer)
            {
                return ErrorCode.Local_Destroy;
            }

            FlushEpoch epoch = _epochs.Current;
            DeliveryContext context = _pool.Rent();
            context.Take(in identity, cost, epoch, _watch.Losses);
            // Counted before it is passed on, so that no report can be counted before the event is.
            Count(epoch, 1, cost);
            Span<byte> key = stackalloc byte[EventIdentity.Size];
            identity.Write(key);
            ErrorCode code = producer.Produce(identity.Partition, key, body, context.Number);
            if (code != ErrorCode.NoError)
            {
                Count(epoch, -1, -cost);
                _pool.Undo(context);
            }

            return code;
        }
    }

    // Accepted and reported as failed: the caller learns of it in the same way as of every other outcome.
    private bool Refuse(in EventIdentity identity, EngineException error)
    {
        _onDelivery(new DeliveryReport(
            identity.Run, identity.Stream, identity.Partition, identity.Seq, 1, DeliveryOutcome.Failed, -1, error));
        return true;
    }

    private void Count(FlushEpoch epoch, int events, long bytes)
    {
        epoch.Add(events);
        Interlocked.Add(ref _bufferedCount, events);
        Interlocked.Add(ref _bufferedBytes, bytes);
    }

    private (NativeProducer Producer, ClientWatch Watch) Create()
    {
        ClientWatch watch = new(_connection, _time, _logger);
        return (NativeProducer.Create(_connection, _config, _topic, watch), watch);
    }

    private void Run()
    {
        try
        {
            while (!_closing)
            {
                Serve();
            }
        }
#pragma warning disable CA1031 // nothing may prevent the remaining events from being reported and the producer from being closed
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogPollingFailed(failure);
            _closing = true;
        }

        Exception? unreported = null;
        try
        {
            End(new ProducerClosedException());
        }
#pragma warning disable CA1031 // unhandled on this thread it would end the process; closing the producer rethrows it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            unreported = failure;
        }

        _onClosed(this);
        if (unreported is null)
        {
            _ended.SetResult();
        }
        else
        {
            _ended.SetException(unreported);
        }
    }

    private void Serve()
    {
        if (_producer is not { } producer)
        {
            // Refused: events are reported as they are appended.
            _closed.Wait(IdleWait);
            return;
        }

        if (_epochs.IsAnyWaiting)
        {
            producer.Flush(FlushSlice);
        }

        // Waits only for the first. If they keep coming, a flush, a refusal or the shutdown must still be noticed.
        for (int handled = 0; handled < MaxRequestsPerTurn && producer.Poll(handled == 0 ? PollSlice : TimeSpan.Zero, _onDelivered); handled++)
        {
            Report();
        }

        _reconnection.Check(isWaiting: BufferedCount > 0);
        if (Refusal() is { } refusal)
        {
            LogRefusal(refusal.Id);
            _refusal = refusal;
            End(refusal);
        }
        else if (_watch.Fatal is { } fatal)
        {
            End(KafkaFailure.Of(fatal, _topic, "append events", _connection));
            (NativeProducer Producer, ClientWatch Watch) created = Create();
            lock (_gate)
            {
                (_producer, _watch) = created;
                _ending = null;
            }
        }
    }

    private EngineException? Refusal() =>
        _watch.Refusal.IsCompletedSuccessfully ? _watch.Refusal.GetAwaiter().GetResult()
            : !_watch.WasReached && _watch.Doubt is { } doubt && _time.GetElapsedTime(_watch.DoubtedAt) > DoubtTimeout ? doubt
            : null;

    // Closes the producer without waiting for delivery and reports everything that was left, whatever throws meanwhile.
    private void End(EngineException reason)
    {
        NativeProducer? producer;
        lock (_gate)
        {
            producer = _producer;
            _producer = null;
            _ending = reason;
        }

        try
        {
            if (producer is not null)
            {
                Purge(producer);
            }
        }
        finally
        {
            producer?.Dispose();
            lock (_gate)
            {
                foreach (DeliveryContext context in _pool.All)
                {
                    if (context.IsOut)
                    {
                        Settle(context, DeliveryOutcome.Unknown, -1, reason);
                    }
                }
            }

            Report();
        }
    }

    private void Purge(NativeProducer producer)
    {
        producer.Purge();
        long start = _time.GetTimestamp();
        while (BufferedCount > 0 && _time.GetElapsedTime(start) < PurgeTimeout)
        {
            producer.Poll(PollSlice, _onDelivered);
            Report();
        }
    }

    // Called on the polling thread, for every event.
    private void OnDelivered(nint opaque, ErrorCode code, PersistenceStatus status, long offset)
    {
        DeliveryContext context = _pool[opaque];
        DeliveryOutcome outcome = DeliveryErrors.Outcome(status, code, context.Losses != _watch.Losses);
        Settle(context, outcome, outcome == DeliveryOutcome.Acked && offset >= 0 ? offset : -1, _errors.Explain(code, _ending));
    }

    private void Settle(DeliveryContext context, DeliveryOutcome outcome, long offset, EngineException? error)
    {
        context.IsOut = false;
        _ranges.Add(context, outcome, offset, error);
    }

    // Reported before it is subtracted from the buffer: when a flush completes, everything has been reported.
    private void Report()
    {
        if (_ranges.Gathered.Count == 0)
        {
            return;
        }

        ExceptionDispatchInfo? first = null;
        while (_ranges.TryTake(out DeliveryRanges.Range? range))
        {
            DeliveryReport report = range.Report;
            if (report.Outcome == DeliveryOutcome.Acked)
            {
                _watch.Reached();
                _reconnection.Reached();
            }

            try
            {
                _onDelivery(report);
            }
#pragma warning disable CA1031 // rethrown below, after everything known has been reported
            catch (Exception failure)
#pragma warning restore CA1031
            {
                first ??= ExceptionDispatchInfo.Capture(failure);
            }

            Count(range.Epoch, -range.Count, -range.Cost);
            _pool.Return(range.First, range.Last);
        }

        _epochs.Settle();
        first?.Throw();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The producer's thread failed; buffered events are given up")]
    private partial void LogPollingFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The broker refused the producer ({Reason}); it will not be retried")]
    private partial void LogRefusal(string reason);
}
