using EventLogDemo.Engine.Embedded.Services;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Embedded.Sqlite;

/// <summary>The open readers of a service. They close its file when it goes down, and reopen it when it is back.</summary>
/// <param name="service">The service.</param>
/// <param name="partitionCount">Partitions of the topic.</param>
/// <param name="requestTimeout">How long a read may wait for a frozen service.</param>
/// <param name="make">Creates the object that reads the file.</param>
internal sealed class ReaderSet(ServicePart service, int partitionCount, TimeSpan requestTimeout, Func<PartitionReader> make)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Reader> _readers = [];

    private int PartitionCount => partitionCount;

    private ServicePart Service => service;

    private TimeSpan RequestTimeout => requestTimeout;

    public IEventReader Open()
    {
        Reader reader = new(this, make());
        lock (_gate)
        {
            _readers.Add(reader);
        }

        return reader;
    }

    /// <summary>Closes the file in every reader.</summary>
    public void CloseFiles()
    {
        lock (_gate)
        {
            foreach (Reader reader in _readers)
            {
                reader.Rows.Close();
            }
        }
    }

    private void Remove(Reader reader)
    {
        lock (_gate)
        {
            _readers.Remove(reader);
        }
    }

    private sealed class Reader(ReaderSet owner, PartitionReader rows) : IEventReader
    {
        private volatile bool _isClosed;

        public PartitionReader Rows { get; } = rows;

        public async ValueTask<long> ReadAsync(int partition, long fromOffset, EventBatch batch, CancellationToken cancellationToken)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(partition);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(partition, owner.PartitionCount);
            ArgumentOutOfRangeException.ThrowIfNegative(fromOffset);
            return await owner.Service.AnswerAsync(
                Rows.Attempted,
                owner.RequestTimeout,
                () =>
                {
                    ObjectDisposedException.ThrowIf(_isClosed, this);
                    return Rows.Read(owner.Service, partition, fromOffset, batch);
                },
                cancellationToken).ConfigureAwait(false);
        }

        public ValueTask DisposeAsync()
        {
            _isClosed = true;
            owner.Remove(this);
            Rows.Close();
            return ValueTask.CompletedTask;
        }
    }
}
