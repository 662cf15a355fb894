using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Conformance;

/// <summary>A pipeline of some environment, and what every port test needs: appended events, their reports and waits with a deadline.</summary>
public sealed class PipelineFixture(Pipeline pipeline) : IAsyncDisposable
{
    /// <summary>Maximum wait of a test; a wait ends as soon as its condition holds.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private readonly Lock _gate = new();
    private readonly List<DeliveryReport> _reports = [];
    private readonly Dictionary<int, long> _nextSeqs = [];

    public Pipeline Pipeline { get; } = pipeline;

    public PipelinePorts Ports => Pipeline.Ports;

    public Guid Run { get; } = Guid.NewGuid();

    public IReadOnlyList<DeliveryReport> Reports
    {
        get
        {
            lock (_gate)
            {
                return [.. _reports];
            }
        }
    }

    public async Task<IEventAppender> OpenAppenderAsync(AppenderOptions? options = null) =>
        await Ports.Log.OpenAppenderAsync(options ?? new AppenderOptions(), Note, TestContext.Current.CancellationToken);

    /// <summary>Appends bodies to a partition with dense seqs; every one must be accepted.</summary>
    public void Append(IEventAppender appender, int partition, params IEnumerable<byte[]> bodies)
    {
        foreach (byte[] body in bodies)
        {
            Assert.True(TryAppend(appender, partition, body));
        }
    }

    /// <summary>Appends a body with the partition's next seq, which is used only if the body is accepted.</summary>
    public bool TryAppend(IEventAppender appender, int partition, byte[] body)
    {
        long seq = _nextSeqs.GetValueOrDefault(partition);
        EventIdentity identity = EventIdentity.Create(1, partition, Run, seq, Pipeline.Clock.Now().UtcMicroseconds, body);
        if (!appender.TryAppend(in identity, body))
        {
            return false;
        }

        _nextSeqs[partition] = seq + 1;
        return true;
    }

    public long Count(DeliveryOutcome outcome) => Reports.Where(report => report.Outcome == outcome).Sum(report => (long)report.Count);

    /// <summary>Polls a condition every few milliseconds until it holds, and fails at the deadline.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Deadline);
        while (!await condition())
        {
            if (deadline.IsCancellationRequested)
            {
                Assert.Fail($"Not within {Deadline.TotalSeconds} s: {what}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }

    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    public async Task<long> RowCountAsync() => (await Ports.Store.GetRowCountsAsync(TestContext.Current.CancellationToken)).Sum();

    /// <summary>Reads all offsets and bodies of a partition with a new reader of a port.</summary>
    public static async Task<List<(long Offset, EventIdentity Identity, byte[] Body)>> ReadAllAsync(
        Func<IEventReader> open, int partition, long fromOffset = 0)
    {
        await using IEventReader reader = open();
        List<(long, EventIdentity, byte[])> events = [];
        EventBatch batch = new(maxCount: 100);
        while (true)
        {
            long next = await reader.ReadAsync(partition, fromOffset, batch, TestContext.Current.CancellationToken);
            if (next == fromOffset)
            {
                return events;
            }

            for (int i = 0; i < batch.Count; i++)
            {
                events.Add((batch[i].Offset, batch[i].Identity, batch[i].Body.ToArray()));
            }

            fromOffset = next;
        }
    }

    /// <summary>One reader follows partition 0 in small steps while another scans all partitions: both see every event, in order.</summary>
    public static async Task AssertReadSideBySideAsync(Func<IEventReader> open, int count)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using IEventReader follower = open();
        await using IEventReader scanner = open();
        EventBatch followed = new(maxCount: 30);
        EventBatch scanned = new(maxCount: 110);
        List<long> first = [];
        for (int partition = 0; partition < 4; partition++)
        {
            List<long> all = [];
            while (all.Count < count)
            {
                long end = await scanner.ReadAsync(partition, all.Count, scanned, token);
                all.AddRange(OffsetsOf(scanned));
                Assert.Equal(all.Count, end);
                long next = await follower.ReadAsync(0, first.Count, followed, token);
                first.AddRange(OffsetsOf(followed));
                Assert.Equal(first.Count, next);
            }

            Assert.Equal(Enumerable.Range(0, count).Select(offset => (long)offset), all);
        }

        while (first.Count < count)
        {
            await follower.ReadAsync(0, first.Count, followed, token);
            first.AddRange(OffsetsOf(followed));
        }

        Assert.Equal(Enumerable.Range(0, count).Select(offset => (long)offset), first);
    }

    public ValueTask DisposeAsync() => Pipeline.DisposeAsync();

    private static IEnumerable<long> OffsetsOf(EventBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            yield return batch[i].Offset;
        }
    }

    private void Note(DeliveryReport report)
    {
        lock (_gate)
        {
            _reports.Add(report);
        }
    }
}
