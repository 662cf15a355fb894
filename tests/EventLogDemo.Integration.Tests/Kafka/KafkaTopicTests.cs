using System.Text;
using Confluent.Kafka;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Tests.Conformance;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Integration.Tests.Kafka;

/// <summary>Topics as they should not be, records that no engine wrote, and dead letters.</summary>
[Collection<SharedBroker>]
public sealed class KafkaTopicTests(KafkaContainer container)
{
    private readonly string _topic = $"events-{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Topic_is_created_once_as_configured_and_deleted()
    {
        await using KafkaLog log = KafkaPipeline.Open(container, _topic);
        TopicSettings settings = new() { PartitionCount = 3, Retention = TimeSpan.FromHours(5) };
        TopicFacts made = await log.Topic.EnsureAsync(settings, Token);

        Assert.Equal((3, 1), (made.PartitionCount, made.ReplicationFactor));
        Assert.Equal(made, await log.Topic.EnsureAsync(settings with { PartitionCount = 5 }, Token));
        string described = await container.ToolAsync("kafka-topics", "--describe", "--topic", _topic);
        Assert.Contains("retention.ms=18000000", described, StringComparison.Ordinal);
        Assert.Contains("min.insync.replicas=1", described, StringComparison.Ordinal);

        await log.Topic.DeleteAsync(Token);
        await KafkaPipeline.UntilGoneAsync(log.Topic);
        await Assert.ThrowsAsync<TopicMissingException>(async () => await log.Topic.DescribeAsync(Token));
        await log.Topic.DeleteAsync(Token);
    }

    [Fact]
    public async Task Missing_topic_is_an_error_and_is_not_created_by_a_request()
    {
        await using KafkaLog log = KafkaPipeline.Open(container, _topic);
        await using IEventReader reader = log.OpenReader();

        TopicMissingException missing = await Assert.ThrowsAsync<TopicMissingException>(
            async () => await log.GetEndOffsetsAsync(Token));
        Assert.Equal(_topic, missing.Target);
        await Assert.ThrowsAsync<TopicMissingException>(async () => await reader.ReadAsync(0, 0, new EventBatch(), Token));
        Assert.DoesNotContain(_topic, await container.ToolAsync("kafka-topics", "--list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Topic_with_fewer_partitions_than_the_pipeline_is_an_error()
    {
        await using KafkaLog log = KafkaPipeline.Open(container, _topic);
        await log.Topic.EnsureAsync(new TopicSettings { PartitionCount = 2 }, Token);

        PartitionCountShrunkException shrunk = await Assert.ThrowsAsync<PartitionCountShrunkException>(
            async () => await log.GetEndOffsetsAsync(Token));
        Assert.Equal((4, 2), (shrunk.Expected, shrunk.Found));
    }

    [Fact]
    public async Task Record_too_large_for_the_topic_fails_and_the_next_is_sent()
    {
        await using PipelineFixture fixture = await KafkaPipeline.StartAsync(container, null);
        string topic = fixture.Pipeline.Manifest.Topic;
        await container.ToolAsync(
            "kafka-configs", "--alter", "--entity-type", "topics", "--entity-name", topic, "--add-config", "max.message.bytes=2000");
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        byte[] body = new byte[10_000];
        System.Security.Cryptography.RandomNumberGenerator.Fill(body);
        fixture.Append(appender, 0, body);
        await appender.FlushAsync(Token);
        fixture.Append(appender, 0, [1]);
        await appender.FlushAsync(Token);

        Assert.Equal([DeliveryOutcome.Failed, DeliveryOutcome.Acked], fixture.Reports.Select(report => report.Outcome));
        Assert.IsType<RecordTooLargeException>(fixture.Reports[0].Error);
    }

    [Fact]
    public async Task Records_of_other_programs_are_events_without_identity()
    {
        await using PipelineFixture fixture = await KafkaPipeline.StartAsync(container, null);
        using IProducer<byte[]?, byte[]?> other = new ProducerBuilder<byte[]?, byte[]?>(
            ClientSettings.ForAdmin(container.Connection)).Build();
        TopicPartition partition = new(fixture.Pipeline.Manifest.Topic, 1);
        foreach (byte[]? key in (byte[]?[])[null, [], [1, 2, 3], new byte[EventIdentity.Size]])
        {
            await other.ProduceAsync(partition, new Message<byte[]?, byte[]?> { Key = key!, Value = [7] }, Token);
        }

        await other.ProduceAsync(partition, new Message<byte[]?, byte[]?> { Key = null!, Value = null! }, Token);
        var read = await PipelineFixture.ReadAllAsync(fixture.Ports.Log.OpenReader, 1);

        Assert.Equal([[7], [7], [7], [7], []], read.Select(row => row.Body));
        Assert.All(read, row => Assert.False(row.Identity.IsPresent));
    }

    [Fact]
    public async Task Committed_offsets_are_the_groups_and_start_at_the_earliest_offset()
    {
        await using PipelineFixture fixture = await KafkaPipeline.StartAsync(container, null);
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        fixture.Append(appender, 1, Enumerable.Repeat(new byte[10], 50));
        await appender.FlushAsync(Token);
        Assert.Equal([0, 0, 0, 0], await fixture.Ports.Log.GetCommittedOffsetsAsync(Token));

        ConsumerConfig config = ClientSettings.ForReader(container.Connection);
        config.GroupId = "eventlogdemo";
        using IConsumer<Ignore, Ignore> job = new ConsumerBuilder<Ignore, Ignore>(config).Build();
        job.Commit([new TopicPartitionOffset(fixture.Pipeline.Manifest.Topic, 1, 42)]);

        Assert.Equal([0, 42, 0, 0], await fixture.Ports.Log.GetCommittedOffsetsAsync(Token));
    }

    [Fact]
    public async Task Dead_letters_are_counted_once_each()
    {
        await using DeadLetterTopic letters = new(
            container.Connection, _topic, TimeSpan.FromSeconds(10), TimeProvider.System, NullLoggerFactory.Instance);
        Assert.Equal(0, await letters.CountAsync(Token));
        await using KafkaLog log = KafkaPipeline.Open(container, _topic + DeadLetterTopic.Suffix);
        await log.Topic.EnsureAsync(new TopicSettings { PartitionCount = 1 }, Token);
        using IProducer<byte[], byte[]> sink = new ProducerBuilder<byte[], byte[]>(ClientSettings.ForAdmin(container.Connection)).Build();
        foreach ((string partition, string offset) in ((string, string)[])[("0", "5"), ("1", "5"), ("0", "5"), ("0", "6"), ("x", "y")])
        {
            await SendAsync(sink, partition, offset);
        }

        Assert.Equal(4, await letters.CountAsync(Token));
        await SendAsync(sink, "0", "6");
        await SendAsync(sink, "3", "1");
        Assert.Equal(5, await letters.CountAsync(Token));
        Assert.Equal(5, await letters.CountAsync(Token));
    }

    // A client that cannot parse the first responses of a starting broker has crashed the process, and this test with it.
    [Fact]
    public async Task Requests_during_a_broker_restart_succeed_or_fail_cleanly()
    {
        ContainerHost host = new(container);
        await using KafkaLog log = KafkaPipeline.Open(container, _topic);
        await log.Topic.EnsureAsync(new TopicSettings { PartitionCount = 4 }, Token);
        using KafkaProbe probe = new(container.Connection, _topic, TimeProvider.System, NullLogger.Instance);
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task[] asking =
        [
            AskAsync(() => probe.PingAsync(TimeSpan.FromSeconds(2), Token), over.Token),
            AskAsync(() => log.Topic.LookAsync(Token), over.Token),
        ];
        foreach (bool isKilled in (bool[])[false, true, false])
        {
            await (isKilled ? host.ActAsync(ServiceNames.Kafka, ServiceAction.Kill, PipelineFixture.Deadline, Token) : host.ActAsync(ServiceNames.Kafka, ServiceAction.Stop, TimeSpan.Zero, Token));
            await host.ActAsync(ServiceNames.Kafka, ServiceAction.Start, TimeSpan.Zero, Token);
        }

        Assert.Equal((4, 1, true), await UntilUsableAsync(log));
        await over.CancelAsync();
        await Task.WhenAll(asking);
    }

    // Often enough to hit the few milliseconds in which a broker that shuts down lists no broker, after which the client knew none.
    [Fact]
    [Trait(LongTests.Trait, LongTests.Value)]
    public async Task Broker_that_is_stopped_repeatedly_receives_everything_appended_meanwhile()
    {
        const int Rounds = 20;
        const int Burst = 10;
        await using PipelineFixture fixture = await KafkaPipeline.StartAsync(container, null);
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        int appended = 0;
        for (int round = 0; round < Rounds; round++)
        {
            await appender.FlushAsync(Token);
            Task stop = fixture.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Stop, PipelineFixture.Deadline, Token).AsTask();
            for (; !stop.IsCompleted; appended += Burst)
            {
                fixture.Append(appender, round % 4, Enumerable.Repeat(new byte[10], Burst));
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
            }

            await stop;
            await fixture.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Start, PipelineFixture.Deadline, Token);
            await PipelineFixture.UntilAsync(() => appender.BufferedCount == 0, $"acknowledged events after stop {round}");
        }

        Assert.Equal(appended, fixture.Count(DeliveryOutcome.Acked));
    }

    private static async Task<(int, int, bool)> UntilUsableAsync(KafkaLog log)
    {
        await log.Topic.DescribeAsync(Token);
        (int partitions, int replicas, bool isUsable) = await log.Topic.LookAsync(Token);
        return (partitions, replicas, isUsable);
    }

    // Only the engine's own errors may occur meanwhile. Some requests succeed in any case: the broker is up at the end.
    private static async Task AskAsync(Func<Task> ask, CancellationToken over)
    {
        int answers = 0;
        while (!over.IsCancellationRequested || answers < 10)
        {
            try
            {
                await ask();
                answers++;
            }
            catch (EngineException)
            {
                // It is down.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task SendAsync(IProducer<byte[], byte[]> sink, string partition, string offset) => await sink.ProduceAsync(
        _topic + DeadLetterTopic.Suffix,
        new Message<byte[], byte[]>
        {
            Key = [1],
            Value = [2],
            Headers =
            [
                new Header(DeadLetterTopic.PartitionHeader, Encoding.UTF8.GetBytes(partition)),
                new Header(DeadLetterTopic.OffsetHeader, Encoding.UTF8.GetBytes(offset)),
            ],
        },
        Token);
}
