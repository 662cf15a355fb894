using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Metrics;

/// <summary>How a fake hop behaves.</summary>
internal enum HopMode
{
    Up,
    Down,

    /// <summary>Answers never, and ends when its caller gives up.</summary>
    Frozen,

    /// <summary>Answers never, whatever its caller does.</summary>
    Deaf,

    /// <summary>Fails as nothing should.</summary>
    Broken,
}

/// <summary>One hop's way of answering.</summary>
internal sealed class Hop(string name)
{
    private int _asked;

    public HopMode Mode { get; set; }

    /// <summary>How it behaves at the next questions, one by one, before it behaves as its mode says.</summary>
    public Queue<HopMode> Next { get; } = [];

    /// <summary>What must have ended before it answers.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    /// <summary>How often it was asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public async ValueTask<T> AnswerAsync<T>(Func<T> answer, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        switch (Next.TryDequeue(out HopMode next) ? next : Mode)
        {
            case HopMode.Down:
                throw new ServiceUnavailableException(name, null, "asking");
            case HopMode.Frozen:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                break;
            case HopMode.Deaf:
                await new TaskCompletionSource().Task;
                break;
            case HopMode.Broken:
                throw new InvalidOperationException("a defect of the port");
        }

        await Until;
        return answer();
    }
}

internal sealed class FakeLog(int partitions) : IEventLog
{
    public Hop Hop { get; } = new(ServiceNames.Kafka);

    /// <summary>How often it was asked for its end offsets.</summary>
    public int EndsAsked { get; set; }

    public long[] Ends { get; set; } = new long[partitions];

    public long[] Committed { get; set; } = new long[partitions];

    public FakeAppender? Appender { get; private set; }

    public int PartitionCount => partitions;

    public ValueTask<IEventAppender> OpenAppenderAsync(
        AppenderOptions options, Action<DeliveryReport> onDelivery, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IEventAppender>(Appender = new FakeAppender(onDelivery));

    public ValueTask<IReadOnlyList<long>> GetEarliestOffsetsAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<long>> GetEndOffsetsAsync(CancellationToken cancellationToken) =>
        Hop.AnswerAsync<IReadOnlyList<long>>(
            () =>
            {
                EndsAsked++;
                return [.. Ends];
            },
            cancellationToken);

    public ValueTask<IReadOnlyList<long>> GetCommittedOffsetsAsync(CancellationToken cancellationToken) =>
        Hop.AnswerAsync<IReadOnlyList<long>>(() => [.. Committed], cancellationToken);

    public IEventReader OpenReader() => throw new NotSupportedException();
}

/// <summary>Keeps what it takes until it is told what becomes of it.</summary>
internal sealed class FakeAppender(Action<DeliveryReport> onDelivery) : IEventAppender
{
    private readonly Queue<EventIdentity> _taken = [];

    public long BufferedCount => _taken.Count;

    public long BufferedBytes => _taken.Count * EventIdentity.Size;

    public bool TryAppend(in EventIdentity identity, ReadOnlySpan<byte> body)
    {
        _taken.Enqueue(identity);
        return true;
    }

    public void Settle(int count, DeliveryOutcome outcome)
    {
        for (; count > 0; count--)
        {
            EventIdentity identity = _taken.Dequeue();
            onDelivery(new DeliveryReport(identity.Run, identity.Stream, identity.Partition, identity.Seq, 1, outcome, -1, null));
        }
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Settle(_taken.Count, DeliveryOutcome.Failed);
        return ValueTask.CompletedTask;
    }
}

internal sealed class FakeStore(int partitions) : IEventStore
{
    public bool CanRead { get; set; } = true;

    /// <summary>What it was told of the log when it was last asked.</summary>
    public LogPosition? ToldOfLog { get; private set; }

    public Hop Hop { get; } = new(ServiceNames.Cassandra);

    public Hop ReadHop { get; } = new(ServiceNames.Cassandra);

    public List<(long SentAt, long StoredAt, bool HasIdentity)>[] Rows { get; } =
        [.. Enumerable.Range(0, partitions).Select(_ => new List<(long, long, bool)>())];

    /// <summary>Partition and first offset of every read.</summary>
    public List<(int Partition, long From)> Reads { get; } = [];

    public long Origin { get; set; }

    public ValueTask<IReadOnlyList<long>> GetRowCountsAsync(LogPosition? log, CancellationToken cancellationToken)
    {
        ToldOfLog = log;
        return Hop.AnswerAsync<IReadOnlyList<long>>(() => [.. Rows.Select(rows => (long)rows.Count)], cancellationToken);
    }

    public IEventReader OpenReader() => new FakeReader(this);

    private long Read(int partition, long fromOffset, EventBatch batch)
    {
        Reads.Add((partition, fromOffset));
        batch.Clear();
        long next = fromOffset;
        for (; next - Origin < Rows[partition].Count && !batch.IsFull; next++)
        {
            (long sentAt, long storedAt, bool hasIdentity) = Rows[partition][(int)(next - Origin)];
            EventIdentity identity = hasIdentity ? EventIdentity.Create(1, partition, Guid.Empty, next, sentAt, []) : EventIdentity.None;
            batch.Add(next, identity, storedAt, []);
        }

        return next;
    }

    private sealed class FakeReader(FakeStore store) : IEventReader
    {
        public ValueTask<long> ReadAsync(int partition, long fromOffset, EventBatch batch, CancellationToken cancellationToken) =>
            store.ReadHop.AnswerAsync(() => store.Read(partition, fromOffset, batch), cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

internal sealed class FakeProcessor : IEventProcessor
{
    public Hop Hop { get; } = new(ServiceNames.Flink);

    public ProcessorState State { get; set; } = ProcessorState.Running;

    public long DeadLetters { get; set; }

    public ValueTask<ProcessorStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        Hop.AnswerAsync(() => new ProcessorStatus(State, null, 0, 0, false, 0), cancellationToken);

    public ValueTask<long> GetDeadLetterCountAsync(CancellationToken cancellationToken) =>
        Hop.AnswerAsync(() => DeadLetters, cancellationToken);

    /// <summary>Null for a job that does not tell.</summary>
    public Dictionary<int, long>? Settled { get; set; } = [];

    public Hop SettledHop { get; } = new(ServiceNames.Flink);

    public ValueTask<IReadOnlyDictionary<int, long>?> GetSettledOffsetsAsync(CancellationToken cancellationToken) =>
        SettledHop.AnswerAsync<IReadOnlyDictionary<int, long>?>(() => Settled, cancellationToken);

    public ValueTask CheckpointAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask RestartAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}

internal sealed class FakeServices : IServiceHost
{
    public Hop Hop { get; } = new("services");

    public Dictionary<string, ServiceState> States { get; } = ServiceNames.All.ToDictionary(name => name, _ => ServiceState.Ready);

    public IReadOnlyList<string> Names => ServiceNames.All;

    public ValueTask<ServiceStatus> GetStatusAsync(string name, CancellationToken cancellationToken) => Hop.AnswerAsync(
        () => new ServiceStatus(name, States[name], default, new Uri($"fake://{name}"), 0, null), cancellationToken);

    public IReadOnlySet<ServiceAction> GetSupportedActions(string name) => new HashSet<ServiceAction>();

    public ValueTask ActAsync(string name, ServiceAction action, TimeSpan timeout, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<string> ReadLogAsync(string name, int last, bool follow, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
