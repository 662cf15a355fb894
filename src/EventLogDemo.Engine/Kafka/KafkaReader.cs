using System.Collections.Concurrent;
using Confluent.Kafka;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Kafka;

/// <summary>
/// Reads ranges of partitions with one consumer on one thread, one range at a time. The consumer is assigned by hand, belongs to
/// no group and commits nothing; whoever reads on where the last range ended finds what the consumer has fetched ahead.
/// </summary>
internal sealed class KafkaReader : IAsyncDisposable
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan IdleWait = TimeSpan.FromSeconds(1);

    private readonly KafkaConnection _connection;
    private readonly ConsumerConfig _config;
    private readonly string _topic;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly WakeSignal _signal = new();
    private readonly ConcurrentDictionary<int, long> _ends = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RecordSink _sink = new();
    private Request? _request;
    private IConsumer<EventIdentity, int>? _consumer;
    private ClientWatch? _watch;
    private TopicPartitionOffset? _position;
    private int _started;
    private volatile bool _stopping;
    private volatile bool _closing;

    public KafkaReader(
        KafkaConnection connection, ConsumerConfig config, string topic, TimeSpan timeout, TimeProvider time, ILogger logger)
    {
        _connection = connection;
        _config = config;
        _topic = topic;
        _timeout = timeout;
        _time = time;
        _logger = logger;
    }

    /// <summary>Whether a partition is known to hold something from an offset on.</summary>
    public bool Holds(int partition, long offset) => _ends.TryGetValue(partition, out long end) && offset < end;

    /// <summary>Notes the end of a partition: a range is read up to it and not beyond.</summary>
    public void NoteEnd(int partition, long end) => _ends[partition] = end;

    /// <summary>The body of the record that is being taken.</summary>
    public ReadOnlySpan<byte> Body(ConsumeResult<EventIdentity, int> record) => _sink.Body(record.Message.Value);

    /// <summary>Hands out records from an offset on, up to the end that was noted.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="fromOffset">Offset of the first record.</param>
    /// <param name="take">Takes a record, on the reader's thread, and says whether it takes more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The offset to read from next.</returns>
    public async Task<long> ReadAsync(
        int partition, long fromOffset, Func<ConsumeResult<EventIdentity, int>, bool> take, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            Request request = new(partition, fromOffset, take, cancellationToken);
            if (StandsAt(request) && TakeFetched(request) is var taken && taken > fromOffset)
            {
                return taken;
            }

            Start();
            Volatile.Write(ref _request, request);
            _signal.Set();
            // Not left before the thread has: it hands records to the caller's memory.
            return await request.Done.Task.ConfigureAwait(false);
        }
        catch (ServiceTimeoutException)
        {
            if (await BrokerPort.AllRefuseAsync(_connection.Servers, _timeout, _time, cancellationToken).ConfigureAwait(false))
            {
                throw new ServiceUnavailableException(ServiceNames.Kafka, _connection.Endpoint, "read events");
            }

            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        // Nobody reads any more when the thread is told to close the consumer.
        await _turn.WaitAsync().ConfigureAwait(false);
        _closing = true;
        _signal.Set();
        if (_started != 0)
        {
            await _ended.Task.ConfigureAwait(false);
        }

        // Whoever waits for a turn learns that there is none.
        _turn.Release();
        _signal.Dispose();
    }

    private void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            new Thread(Run) { IsBackground = true, Name = "EventLogDemo kafka reader" }.Start();
        }
    }

    private void Run()
    {
        while (!_closing)
        {
            if (Interlocked.Exchange(ref _request, null) is not { } request)
            {
                _signal.Wait(IdleWait);
                continue;
            }

            try
            {
                request.Done.SetResult(Read(request));
            }
            catch (OperationCanceledException)
            {
                request.Done.SetCanceled(request.CancellationToken);
            }
#pragma warning disable CA1031 // whoever asked gets whatever went wrong
            catch (Exception failure)
#pragma warning restore CA1031
            {
                request.Done.SetException(failure is KafkaException kafka ? Explain(kafka) : failure);
            }
        }

        CloseConsumer();
        _ended.SetResult();
    }

    // What the consumer has fetched ahead is taken by whoever asks: the thread is there for waiting, and two switches of threads a
    // batch would cost more than reading it.
    private long TakeFetched(Request request)
    {
        try
        {
            return Take(request, _consumer!, TimeSpan.Zero);
        }
        catch (KafkaException failure)
        {
            throw Explain(failure);
        }
    }

    private long Read(Request request)
    {
        IConsumer<EventIdentity, int> consumer = Open();
        if (!StandsAt(request))
        {
            _position = null;
            consumer.Assign(new TopicPartitionOffset(_topic, request.Partition, request.FromOffset));
        }

        return Take(request, consumer, Slice);
    }

    private long Take(Request request, IConsumer<EventIdentity, int> consumer, TimeSpan wait)
    {
        // Forgotten where another reader, or the look before this one, has found the topic made anew.
        if (!_ends.TryGetValue(request.Partition, out long end))
        {
            return request.FromOffset;
        }

        long next = request.FromOffset;
        long heardAt = _time.GetTimestamp();
        bool wantsMore = true;
        while (next < end && wantsMore)
        {
            ConsumeResult<EventIdentity, int>? record = consumer.Consume(wait);
            if (record is null)
            {
                if (next > request.FromOffset || wait == TimeSpan.Zero)
                {
                    break;
                }

                ThrowIfPointless(request, heardAt);
                continue;
            }

            if (record.Offset < next || record.Partition != request.Partition)
            {
                // The topic was made anew and is shorter than it was: nothing of what was asked for is there any more.
                ForgetPosition(request.Partition);
                return next;
            }

            if (record.IsPartitionEOF)
            {
                // That of an earlier range may still be in the queue; only one at the noted end ends this range.
                next = record.Offset >= end ? record.Offset : next;
                continue;
            }

            wantsMore = request.Take(record);
            next = record.Offset + 1;
        }

        _position = new TopicPartitionOffset(_topic, request.Partition, next);
        if (next > request.FromOffset)
        {
            _watch!.Reached();
        }

        return next;
    }

    private void ThrowIfPointless(Request request, long heardAt)
    {
        request.CancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_stopping, this);
        if (_watch!.Refusal.IsCompletedSuccessfully)
        {
            EngineException refusal = _watch.Refusal.GetAwaiter().GetResult();
            CloseConsumer();
            throw refusal;
        }

        if (_time.GetElapsedTime(heardAt) >= _timeout)
        {
            throw new ServiceTimeoutException(ServiceNames.Kafka, _timeout, "read events", _connection.Endpoint);
        }
    }

    // Reading on needs nothing: the consumer stands there and has fetched ahead.
    private bool StandsAt(Request request) =>
        _consumer is not null && _position is { } at && at.Partition == request.Partition && at.Offset == request.FromOffset;

    private void ForgetPosition(int partition)
    {
        _position = null;
        _ends.TryRemove(partition, out _);
    }

    private EngineException Explain(KafkaException failure)
    {
        // What went wrong may have left the consumer anywhere.
        CloseConsumer();
        _ends.Clear();
        return KafkaFailure.IsTimeout(failure.Error.Code)
            ? new ServiceTimeoutException(ServiceNames.Kafka, _timeout, "read events", _connection.Endpoint)
            : KafkaFailure.Of(failure.Error, _topic, "read events", _connection);
    }

    private IConsumer<EventIdentity, int> Open()
    {
        if (_consumer is null)
        {
            ClientWatch watch = new(_connection, _time, _logger);
            _consumer = KafkaClient.Make(_connection, () => new ConsumerBuilder<EventIdentity, int>(_config)
                .SetKeyDeserializer(IdentityReader.Instance)
                .SetValueDeserializer(_sink)
                .SetErrorHandler((_, error) => watch.OnError(error))
                .SetLogHandler((_, line) => watch.OnLog(line))
                .Build());
            _watch = watch;
            _position = null;
        }

        return _consumer;
    }

    private void CloseConsumer()
    {
        _position = null;
        // It has no group to leave, and closing may throw where disposing does not.
        _consumer?.Dispose();
        _consumer = null;
    }

    private sealed record Request(
        int Partition, long FromOffset, Func<ConsumeResult<EventIdentity, int>, bool> Take, CancellationToken CancellationToken)
    {
        public TaskCompletionSource<long> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
