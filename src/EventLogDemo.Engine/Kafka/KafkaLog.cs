using Confluent.Kafka;
using Confluent.Kafka.Admin;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Kafka;

/// <summary>One topic of a Kafka cluster as the event log of a pipeline.</summary>
internal sealed class KafkaLog : IEventLog, IAsyncDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(100);

    private readonly KafkaConnection _connection;
    private readonly KafkaLogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly KafkaAdmin _admin;
    private readonly KafkaGroup _group;
    private readonly KafkaTopic _topic;
    private readonly List<TopicPartition> _partitions;
    private readonly Lock _gate = new();
    private readonly HashSet<KafkaAppender> _appenders = [];
    private readonly HashSet<KafkaLogReader> _readers = [];

    /// <summary>Connects to nothing yet: each part does at its first use.</summary>
    /// <exception cref="UnknownCodecException">The compression that the options name does not exist.</exception>
    public KafkaLog(KafkaConnection connection, KafkaLogOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        _ = options.Codec;
        _connection = connection;
        _options = options;
        _time = time;
        _loggers = loggers;
        _partitions = [.. Enumerable.Range(0, options.PartitionCount).Select(partition => new TopicPartition(options.Topic, partition))];
        _admin = new KafkaAdmin(connection, time, loggers.CreateLogger<KafkaAdmin>());
        _group = new KafkaGroup(connection, options.Group, time, loggers.CreateLogger<KafkaGroup>());
        _topic = new KafkaTopic(_admin, options.Topic, options.RequestTimeout, time);
    }

    public int PartitionCount => _options.PartitionCount;

    /// <summary>The topic itself.</summary>
    public KafkaTopic Topic => _topic;

    public ValueTask<IEventAppender> OpenAppenderAsync(
        AppenderOptions options, Action<DeliveryReport> onDelivery, CancellationToken cancellationToken)
    {
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        KafkaAppender appender = new(
            _connection, _options, options, onDelivery, _time, _loggers.CreateLogger<KafkaAppender>(), Forget);
        lock (_gate)
        {
            _appenders.Add(appender);
        }

        return ValueTask.FromResult<IEventAppender>(appender);
    }

    public IEventReader OpenReader()
    {
        KafkaReader consumer = new(
            _connection,
            ClientSettings.ForReader(_connection),
            _options.Topic,
            _options.RequestTimeout,
            _time,
            _loggers.CreateLogger<KafkaReader>());
        KafkaLogReader reader = new(consumer, PartitionCount, ReadEndAsync, Forget);
        lock (_gate)
        {
            _readers.Add(reader);
        }

        return reader;
    }

    public async ValueTask<IReadOnlyList<long>> GetEarliestOffsetsAsync(CancellationToken cancellationToken) =>
        await ListAsync(OffsetSpec.Earliest(), "read the earliest offsets", cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<long>> GetEndOffsetsAsync(CancellationToken cancellationToken) =>
        await ListAsync(OffsetSpec.Latest(), "read the end offsets", cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<long>> GetCommittedOffsetsAsync(CancellationToken cancellationToken)
    {
        const string attempted = "read the committed offsets";
        long[] offsets = await AskAsync(
            attempted,
            token => _group.GetCommittedAsync(_partitions, attempted, _options.RequestTimeout, token),
            cancellationToken).ConfigureAwait(false);
        if (!offsets.Contains(Offset.Unset))
        {
            return offsets;
        }

        // A group that has committed nothing begins at what is still held.
        long[] earliest = await ListAsync(OffsetSpec.Earliest(), attempted, cancellationToken).ConfigureAwait(false);
        return [.. offsets.Zip(earliest, (committed, first) => committed == Offset.Unset ? first : committed)];
    }

    public async ValueTask DisposeAsync()
    {
        IAsyncDisposable[] left;
        lock (_gate)
        {
            left = [.. _appenders, .. _readers];
        }

        await Closing.AllAsync(
        [
            .. left.Select<IAsyncDisposable, Func<ValueTask>>(part => part.DisposeAsync),
            Closing.Of(_group),
            Closing.Of(_admin),
        ]).ConfigureAwait(false);
    }

    private async Task<long> ReadEndAsync(int partition, CancellationToken cancellationToken) =>
        (await ListAsync(OffsetSpec.Latest(), "read events", cancellationToken, partition).ConfigureAwait(false))[0];

    // Of all partitions, or of one.
    private async Task<long[]> ListAsync(OffsetSpec spec, string attempted, CancellationToken cancellationToken, int? partition = null)
    {
        IEnumerable<TopicPartition> asked = partition is { } one ? [_partitions[one]] : _partitions;
        // A range is read up to where the reader, which reads only what is committed, can come.
        IsolationLevel isolation = partition is null ? IsolationLevel.ReadUncommitted : IsolationLevel.ReadCommitted;
        return await AskAsync(
            attempted,
            token => _admin.AskAsync(
                _options.Topic,
                attempted,
                _options.RequestTimeout,
                async (client, timeout) => ListedOffsets.Of(await client.ListOffsetsAsync(
                    asked.Select(each => new TopicPartitionOffsetSpec { TopicPartition = each, OffsetSpec = spec }),
                    new ListOffsetsOptions { RequestTimeout = timeout, IsolationLevel = isolation }).ConfigureAwait(false)),
                token),
            cancellationToken).ConfigureAwait(false);
    }

    private Task<long[]> AskAsync(
        string attempted, Func<CancellationToken, Task<long[]>> ask, CancellationToken cancellationToken) =>
        new Poll(new Deadline(_options.RequestTimeout, _time), RetryInterval).UntilAsync(
            // Each request has the timeout itself; one that is under way at the deadline may still end well.
            _ => TryAskAsync(attempted, ask, cancellationToken),
            reason => new ServiceUnavailableException(ServiceNames.Kafka, _connection.Endpoint, attempted, reason),
            cancellationToken);

    private async Task<Check<long[]>> TryAskAsync(
        string attempted, Func<CancellationToken, Task<long[]>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return Check.Holds(await ask(cancellationToken).ConfigureAwait(false));
        }
        catch (KafkaException failure) when (!KafkaFailure.IsMissing(KafkaFailure.FirstOf(failure).Code))
        {
            throw _admin.Explain(KafkaFailure.FirstOf(failure), _options.Topic, attempted);
        }
        catch (Exception failure) when (failure is KafkaException or TopicMissingException)
        {
            // Also reported for a partition that does not exist, and for one that has no leader yet, as after a broker's start.
            await ThrowIfMissingAsync(cancellationToken).ConfigureAwait(false);
            return Check.NotYet<long[]>($"a partition of '{_options.Topic}' has no leader");
        }
    }

    private async Task ThrowIfMissingAsync(CancellationToken cancellationToken)
    {
        int found = (await _topic.LookAsync(cancellationToken).ConfigureAwait(false)).PartitionCount;
        if (found < PartitionCount)
        {
            throw new PartitionCountShrunkException(_options.Topic, PartitionCount, found);
        }
    }

    private void Forget(KafkaLogReader reader)
    {
        lock (_gate)
        {
            _readers.Remove(reader);
        }
    }

    private void Forget(KafkaAppender appender)
    {
        lock (_gate)
        {
            _appenders.Remove(appender);
        }
    }
}
