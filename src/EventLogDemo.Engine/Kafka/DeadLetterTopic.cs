using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Kafka;

/// <summary>
/// Counts the dead letters of a topic: distinct (partition, offset) of the original records, from the dead letters' headers,
/// because a record may be dead-lettered again after a restart. Each count continues where the last one ended.
/// </summary>
internal sealed class DeadLetterTopic : IAsyncDisposable
{
    /// <summary>Suffix that makes a topic's name that of its dead-letter topic.</summary>
    public const string Suffix = "-dead-letter";

    /// <summary>Header with the partition of the original record, as UTF-8 text.</summary>
    public const string PartitionHeader = "eventlogdemo.partition";

    /// <summary>Header with the offset of the original record, as UTF-8 text.</summary>
    public const string OffsetHeader = "eventlogdemo.offset";

    // Cancellation is checked between two reads.
    private const int RecordsPerRead = 20_000;

    // For a letter without the record's position: it is counted by its own offset.
    private const int Unnamed = -1;

    private readonly KafkaAdmin _admin;
    private readonly KafkaTopic _letters;
    private readonly KafkaReader _reader;
    private readonly string _topic;
    private readonly TimeSpan _timeout;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<int, IntervalSet> _seen = [];
    private long _next;

    public DeadLetterTopic(
        KafkaConnection connection, string topic, TimeSpan requestTimeout, TimeProvider time, ILoggerFactory loggers)
    {
        _topic = topic + Suffix;
        _timeout = requestTimeout;
        _admin = new KafkaAdmin(connection, time, loggers.CreateLogger<KafkaAdmin>());
        _letters = new KafkaTopic(_admin, _topic, requestTimeout, time);
        _reader = new KafkaReader(
            connection, ClientSettings.ForReader(connection, "headers"), _topic, requestTimeout, time, loggers.CreateLogger<KafkaReader>());
    }

    /// <summary>Reads to the end of the topic and returns the number of dead letters. What was read stays counted after a cancellation.</summary>
    public async ValueTask<long> CountAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            long end = await GetEndAsync(cancellationToken).ConfigureAwait(false);
            while (_next < end)
            {
                _reader.NoteEnd(0, end);
                long next = await ReadOnAsync(cancellationToken).ConfigureAwait(false);
                // No progress: the topic was recreated and is shorter than before.
                end = next > _next ? end : await GetEndAsync(cancellationToken).ConfigureAwait(false);
                _next = next;
            }

            return _seen.Values.Sum(offsets => offsets.Count);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A count in progress ends first.
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        await _reader.DisposeAsync().ConfigureAwait(false);
        _admin.Dispose();
        // Callers that wait for a turn get an ObjectDisposedException.
        _turn.Release();
    }

    private Task<long> ReadOnAsync(CancellationToken cancellationToken)
    {
        int left = RecordsPerRead;
        return _reader.ReadAsync(
            0,
            _next,
            record =>
            {
                Note(record);
                return --left > 0;
            },
            cancellationToken);
    }

    // The job creates the topic at its start: before that there are no dead letters.
    private async Task<long> GetEndAsync(CancellationToken cancellationToken)
    {
        const string attempted = "count the dead letters";
        try
        {
            await _letters.LookAsync(cancellationToken).ConfigureAwait(false);
            long[] ends = await _admin.AskAsync(
                _topic,
                attempted,
                _timeout,
                async (client, timeout) => ListedOffsets.Of(await client.ListOffsetsAsync(
                    [new TopicPartitionOffsetSpec { TopicPartition = new TopicPartition(_topic, 0), OffsetSpec = OffsetSpec.Latest() }],
                    new ListOffsetsOptions { RequestTimeout = timeout, IsolationLevel = IsolationLevel.ReadCommitted }).ConfigureAwait(false)),
                cancellationToken).ConfigureAwait(false);
            return ends[0];
        }
        catch (TopicMissingException)
        {
            return 0;
        }
        catch (ListOffsetsException failure)
        {
            throw _admin.Explain(KafkaFailure.FirstOf(failure), _topic, attempted);
        }
    }

    private void Note(ConsumeResult<EventIdentity, int> record)
    {
        int partition = (int)(Number(record.Message.Headers, PartitionHeader) ?? Unnamed);
        long? offset = Number(record.Message.Headers, OffsetHeader);
        if (partition < 0 || offset is null)
        {
            partition = Unnamed;
            offset = record.Offset;
        }

        if (!_seen.TryGetValue(partition, out IntervalSet? offsets))
        {
            _seen.Add(partition, offsets = new IntervalSet());
        }

        offsets.Add(offset.Value, offset.Value + 1);
    }

    private static long? Number(Headers? headers, string name) =>
        headers is not null && headers.TryGetLastBytes(name, out byte[] text)
            && long.TryParse(Encoding.UTF8.GetString(text), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;
}
