using System.Diagnostics;
using Confluent.Kafka;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Tests.Conformance;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Engine.Tests.Kafka;

/// <summary>The appender over the real client: without a broker, and with the one that librdkafka carries for tests.</summary>
public sealed class KafkaAppenderTests
{
    // Nothing listens there.
    private static readonly KafkaConnection Nowhere = new() { BootstrapServers = "127.0.0.1:1" };

    private readonly Lock _gate = new();
    private readonly List<DeliveryReport> _reports = [];
    private readonly Guid _run = Guid.NewGuid();
    private readonly long[] _seqs = new long[4];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Buffer_is_full_at_exactly_its_count_or_its_bytes()
    {
        await using KafkaLog log = Open(Nowhere);
        IEventAppender byCount = await log.OpenAppenderAsync(new AppenderOptions { BufferCount = 3 }, Note, Token);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => TryAppend(byCount, 0, new byte[10])));
        Assert.Equal(3, byCount.BufferedCount);
        Assert.Equal(3 * AppenderOptions.CostOf(10), byCount.BufferedBytes);

        IEventAppender byBytes = await log.OpenAppenderAsync(new AppenderOptions { BufferBytes = 1L << 20 }, Note, Token);
        Assert.True(TryAppend(byBytes, 0, new byte[EventLimits.MaxBodyBytes]));
        Assert.False(TryAppend(byBytes, 0, new byte[50_000]));
        Assert.True(TryAppend(byBytes, 0, new byte[48_000]));
        Assert.Equal(2, byBytes.BufferedCount);
        Assert.Throws<EventTooLargeException>(() => TryAppend(byBytes, 0, new byte[EventLimits.MaxBodyBytes + 1]));
    }

    [Fact]
    public async Task Closing_fails_unsent_events_at_once_and_rejects_new_ones()
    {
        await using KafkaLog log = Open(Nowhere);
        IEventAppender appender = await log.OpenAppenderAsync(new AppenderOptions(), Note, Token);
        for (int i = 0; i < 1_000; i++)
        {
            Assert.True(TryAppend(appender, i % 4, [1, 2, 3]));
        }

        Task flush = appender.FlushAsync(Token).AsTask();
        Stopwatch watch = Stopwatch.StartNew();
        await appender.DisposeAsync();

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
        await flush.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Token);
        Assert.Equal(1_000, Count(DeliveryOutcome.Failed));
        Assert.All(_reports, report => Assert.IsType<ProducerClosedException>(report.Error));
        Assert.Equal(0, appender.BufferedCount);
        Assert.Equal(0, appender.BufferedBytes);
        Assert.Throws<ObjectDisposedException>(() => TryAppend(appender, 0, [1]));
        await appender.DisposeAsync();
    }

    [Fact]
    public async Task Event_that_is_not_acknowledged_fails_at_the_delivery_timeout()
    {
        await using KafkaLog log = Open(Nowhere);
        IEventAppender appender = await log.OpenAppenderAsync(
            new AppenderOptions { DeliveryTimeout = TimeSpan.FromMilliseconds(300) }, Note, Token);
        Assert.True(TryAppend(appender, 2, [1]));
        await appender.FlushAsync(Token);

        DeliveryReport report = Assert.Single(_reports);
        Assert.Equal(DeliveryOutcome.Failed, report.Outcome);
        Assert.Equal(-1, report.FirstOffset);
        Assert.Equal(TimeSpan.FromMilliseconds(300), Assert.IsType<DeliveryTimeoutException>(report.Error).Timeout);
    }

    [Fact]
    public async Task Acknowledged_events_are_reported_in_ranges_with_offsets_and_can_be_read()
    {
        using MockCluster cluster = new();
        await using KafkaLog log = Open(cluster);
        IEventAppender appender = await log.OpenAppenderAsync(new AppenderOptions { Linger = TimeSpan.FromSeconds(1) }, Note, Token);
        for (int i = 0; i < 5_000; i++)
        {
            Assert.True(TryAppend(appender, i / 100 % 4, BitConverter.GetBytes(i)));
        }

        await appender.FlushAsync(Token);

        Assert.Equal(5_000, Count(DeliveryOutcome.Acked));
        Assert.True(_reports.Count < 500, $"{_reports.Count} reports");
        Assert.All(_reports, report => Assert.Equal(report.FirstSeq, report.FirstOffset));
        await using IEventReader reader = log.OpenReader();
        EventBatch batch = new(maxCount: 300);
        List<long> seqs = [];
        for (long from = 0, next; (next = await reader.ReadAsync(3, from, batch, Token)) > from; from = next)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                Assert.True(batch[i].Identity.Matches(batch[i].Body));
                Assert.Equal(batch[i].Offset, batch[i].Identity.Seq);
                seqs.Add(batch[i].Offset);
            }
        }

        Assert.Equal(_seqs[3], seqs.Count);
        Assert.Equal(_seqs, await log.GetEndOffsetsAsync(Token));
        // A reader that returns after reaching the end gets new events at once.
        long end = _seqs[3];
        Assert.True(TryAppend(appender, 3, [1]));
        await appender.FlushAsync(Token);
        Assert.Equal(end + 1, await reader.ReadAsync(3, end, batch, Token));
        Assert.Equal(1, batch.Count);
    }

    [Fact]
    public async Task Appending_allocates_nothing_once_warm()
    {
        const int Events = 2_000;
        using MockCluster cluster = new();
        await using KafkaLog log = Open(cluster);
        IEventAppender appender = await log.OpenAppenderAsync(new AppenderOptions(), Note, Token);
        byte[] body = new byte[100];
        AppendAll();
        await appender.FlushAsync(Token);

        long made = AppendAll();

        Assert.InRange(made, 0, Events);
        await appender.FlushAsync(Token);
        Assert.Equal(2 * Events, Count(DeliveryOutcome.Acked));

        long AppendAll()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Events; i++)
            {
                Assert.True(TryAppend(appender, i % 4, body));
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public async Task Empty_body_is_a_record_with_an_empty_value()
    {
        using MockCluster cluster = new();
        await using KafkaLog log = Open(cluster);
        IEventAppender appender = await log.OpenAppenderAsync(new AppenderOptions(), Note, Token);
        Assert.True(TryAppend(appender, 0, []));
        await appender.FlushAsync(Token);

        using IConsumer<byte[], byte[]> reader = new ConsumerBuilder<byte[], byte[]>(ClientSettings.ForReader(cluster.Connection, "all")).Build();
        reader.Assign(new TopicPartitionOffset("events", 0, 0));
        ConsumeResult<byte[], byte[]> record = reader.Consume(Token);
        Assert.Empty(record.Message.Value);
        reader.Close();
    }

    [Fact]
    public async Task Fatal_error_fails_unsent_events()
    {
        await using KafkaLog log = Open(Nowhere);
        IEventAppender appender = await log.OpenAppenderAsync(new AppenderOptions(), Note, Token);
        for (int i = 0; i < 100; i++)
        {
            Assert.True(TryAppend(appender, 0, [1]));
        }

        Assert.True(FatalError.TryRaise(appender));
        await appender.FlushAsync(Token);
        Assert.Equal(100, Count(DeliveryOutcome.Failed) + Count(DeliveryOutcome.Unknown));
        Assert.Equal(0, appender.BufferedCount);
    }

    [Fact]
    public async Task Fatal_error_ends_events_in_flight_and_later_ones_use_a_new_client()
    {
        using MockCluster cluster = new();
        await using KafkaLog log = Open(cluster);
        IEventAppender appender = await log.OpenAppenderAsync(new AppenderOptions(), Note, Token);
        for (int i = 0; i < 100; i++)
        {
            Assert.True(TryAppend(appender, 0, [1]));
        }

        Assert.True(FatalError.TryRaise(appender));
        await appender.FlushAsync(Token);
        Assert.Equal(100, _reports.Sum(report => report.Count));
        Assert.Equal(0, appender.BufferedCount);

        // None is accepted until there is a new client.
        await PipelineFixture.UntilAsync(() => TryAppend(appender, 1, [2]), "an event that is taken after the fatal error");
        await appender.FlushAsync(Token);
        DeliveryReport last = _reports[^1];
        Assert.Equal((DeliveryOutcome.Acked, 1), (last.Outcome, last.Partition));
    }

    [Fact]
    public async Task Callback_that_throws_gets_all_other_reports_and_ends_the_appender()
    {
        using MockCluster cluster = new();
        await using KafkaLog log = Open(cluster);
        using ManualResetEventSlim appended = new();
        IEventAppender appender = await log.OpenAppenderAsync(
            new AppenderOptions(),
            report =>
            {
                appended.Wait(Token);
                Note(report);
                throw new InvalidOperationException("a defect of whoever listens");
            },
            Token);
        for (int i = 0; i < 1_000; i++)
        {
            Assert.True(TryAppend(appender, i % 4, [1]));
        }

        appended.Set();
        await appender.FlushAsync(Token).AsTask().WaitAsync(PipelineFixture.Deadline, TimeProvider.System, Token);
        Assert.Equal(1_000, _reports.Sum(report => report.Count));
        Assert.Equal(0, appender.BufferedCount);
        await PipelineFixture.UntilAsync(
            () => Record.Exception(() => TryAppend(appender, 0, [1])) is ObjectDisposedException, "an appender that has ended");
    }

    [Fact]
    public async Task Event_for_a_missing_topic_does_not_create_it()
    {
        using MockCluster cluster = new();
        await using KafkaLog log = Open(cluster.Connection);
        IEventAppender appender = await log.OpenAppenderAsync(
            new AppenderOptions { DeliveryTimeout = TimeSpan.FromMilliseconds(500) }, Note, Token);
        Assert.True(TryAppend(appender, 0, [1]));
        await appender.FlushAsync(Token);

        Assert.Equal(DeliveryOutcome.Failed, Assert.Single(_reports).Outcome);
        await Assert.ThrowsAsync<TopicMissingException>(() => log.Topic.LookAsync(Token));
    }

    [Fact]
    public async Task Lookup_of_a_missing_topic_does_not_create_it()
    {
        using MockCluster cluster = new();
        await using KafkaLog log = Open(cluster.Connection);
        await Assert.ThrowsAsync<TopicMissingException>(() => log.Topic.LookAsync(Token));
        await Assert.ThrowsAsync<TopicMissingException>(() => log.Topic.LookAsync(Token));

        cluster.CreateTopic("events");
        Assert.Equal(new TopicLayout(4, 1, IsUsable: true), await log.Topic.LookAsync(Token));
    }

    [Fact]
    public async Task Request_to_a_port_that_refuses_fails_at_once()
    {
        await using KafkaLog log = Open(Nowhere);
        Stopwatch watch = Stopwatch.StartNew();

        ServiceUnavailableException down = await Assert.ThrowsAsync<ServiceUnavailableException>(
            async () => await log.GetEndOffsetsAsync(Token));

        Assert.Equal(ServiceNames.Kafka, down.Service);
        Assert.Equal(1, down.Endpoint!.Port);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    private static KafkaLog Open(MockCluster cluster)
    {
        cluster.CreateTopic("events");
        return Open(cluster.Connection);
    }

    private static KafkaLog Open(KafkaConnection connection) => new(
        connection,
        new KafkaLogOptions { Topic = "events", PartitionCount = 4, RequestTimeout = TimeSpan.FromSeconds(30) },
        TimeProvider.System,
        NullLoggerFactory.Instance);

    private long Count(DeliveryOutcome outcome)
    {
        lock (_gate)
        {
            return _reports.Where(report => report.Outcome == outcome).Sum(report => (long)report.Count);
        }
    }

    private bool TryAppend(IEventAppender appender, int partition, byte[] body)
    {
        EventIdentity identity = EventIdentity.Create(1, partition, _run, _seqs[partition], 0, body);
        bool taken = appender.TryAppend(in identity, body);
        _seqs[partition] += taken ? 1 : 0;
        return taken;
    }

    private void Note(DeliveryReport report)
    {
        lock (_gate)
        {
            _reports.Add(report);
        }
    }

    // librdkafka's own way to trigger a fatal error, for tests.
    private static unsafe class FatalError
    {
        private const int OutOfOrderSequence = 45;

        public static bool TryRaise(IEventAppender appender)
        {
            nint raise = ClientInternals.FindExport("rd_kafka_test_fatal_error");
            object? producer = typeof(KafkaAppender).GetField("_producer", ClientInternals.Hidden)?.GetValue(appender);
            object? managed = typeof(NativeProducer).GetField("_managed", ClientInternals.Hidden)?.GetValue(producer);
            if (raise == 0 || producer is not NativeProducer { Client: var client }
                || managed is not IProducer<Null, Null> { Handle: var shared } || ClientInternals.HandleOf(shared) is not { } handle)
            {
                return false;
            }

            // The appender replaces a client that has failed at once: held, it is not freed while this call is still in it.
            bool isHeld = false;
            try
            {
                handle.DangerousAddRef(ref isHeld);
                fixed (byte* reason = "raised by a test\0"u8)
                {
                    return ((delegate* unmanaged[Cdecl]<nint, int, byte*, int>)raise)(client, OutOfOrderSequence, reason) == 0;
                }
            }
            finally
            {
                if (isHeld)
                {
                    handle.DangerousRelease();
                }
            }
        }
    }
}
