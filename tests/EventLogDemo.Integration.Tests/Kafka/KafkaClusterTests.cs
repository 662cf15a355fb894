using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using EventLogDemo.Engine.Tests.Conformance;
using EventLogDemo.Integration.Tests.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Integration.Tests.Kafka;

public sealed class KafkaClusterTests(KafkaCluster cluster) : IClassFixture<KafkaCluster>
{
    private const int Partitions = 4;
    private const int Count = 8000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killing_one_of_three_brokers_under_load_loses_and_duplicates_nothing()
    {
        KafkaLogOptions options = new() { Topic = "events", PartitionCount = Partitions, RequestTimeout = RealEngines.RequestTimeout };
        await using KafkaLog log = new(cluster.Connection, options, TimeProvider.System, NullLoggerFactory.Instance);
        TopicFacts topic = await log.Topic.EnsureAsync(
            new TopicSettings { PartitionCount = Partitions, ReplicationFactor = 3 }, Token);
        Assert.Equal(3, topic.ReplicationFactor);
        List<DeliveryReport> reports = [];
        await using IEventAppender appender = await log.OpenAppenderAsync(new AppenderOptions(), reports.Add, Token);
        Guid run = Guid.NewGuid();
        Append(appender, run, from: 0, Count / 2);
        await appender.FlushAsync(Token);
        Append(appender, run, from: Count / 2, Count / 4);
        await cluster.KillAsync(2);
        Append(appender, run, from: Count * 3 / 4, Count / 4);
        await appender.FlushAsync(Token);

        Assert.All(reports, report => Assert.Equal(DeliveryOutcome.Acked, report.Outcome));
        Assert.Equal(Count, reports.Sum(report => report.Count));
        // A request in flight to the dead broker ends at its deadline; the next ones find the new leader.
        await PipelineFixture.UntilAsync(async () => await CountAsync(log) == Count, $"{Count} events in the log");
        for (int partition = 0; partition < Partitions; partition++)
        {
            (IntervalSet seqs, long records) = await PipelineLoad.ReadSeqsAsync(log, run, partition, from: 0);
            Assert.Equal((Count / Partitions, Count / Partitions), (seqs.Count, records));
        }
    }

    private static async Task<long> CountAsync(KafkaLog log)
    {
        try
        {
            Assert.Equal(new long[Partitions], await log.GetCommittedOffsetsAsync(Token));
            return (await log.GetEndOffsetsAsync(Token)).Sum();
        }
        catch (Exception failure) when (failure is ServiceTimeoutException or ServiceUnavailableException)
        {
            return -1;
        }
    }

    private static void Append(IEventAppender appender, Guid run, int from, int count)
    {
        for (int i = from; i < from + count; i++)
        {
            EventIdentity identity = EventIdentity.Create(1, i % Partitions, run, i / Partitions, 0, [1]);
            Assert.True(appender.TryAppend(in identity, [1]));
        }
    }
}
