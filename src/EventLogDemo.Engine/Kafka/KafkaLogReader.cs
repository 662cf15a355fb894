using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Kafka;

/// <summary>Reads the events of a topic with a consumer of its own, so that no other reader moves it away from what it has fetched ahead.</summary>
/// <param name="reader">The consumer, which this takes over.</param>
/// <param name="partitionCount">Partitions of the topic.</param>
/// <param name="readEnd">Reads the end offset of a partition, as far as a reader of committed records can come.</param>
/// <param name="onClosed">Called when it has been closed.</param>
internal sealed class KafkaLogReader(
    KafkaReader reader, int partitionCount, Func<int, CancellationToken, Task<long>> readEnd, Action<KafkaLogReader> onClosed) : IEventReader
{
    private volatile bool _isClosed;

    public async ValueTask<long> ReadAsync(int partition, long fromOffset, EventBatch batch, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(partition, partitionCount);
        ArgumentOutOfRangeException.ThrowIfNegative(fromOffset);
        ObjectDisposedException.ThrowIf(_isClosed, this);
        batch.Clear();
        if (!reader.Holds(partition, fromOffset))
        {
            long end = await readEnd(partition, cancellationToken).ConfigureAwait(false);
            if (fromOffset >= end)
            {
                return fromOffset;
            }

            reader.NoteEnd(partition, end);
        }

        return await reader.ReadAsync(
            partition,
            fromOffset,
            record =>
            {
                batch.Add(record.Offset, record.Message.Key, 0, reader.Body(record));
                return !batch.IsFull;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        await reader.DisposeAsync().ConfigureAwait(false);
        onClosed(this);
    }
}
