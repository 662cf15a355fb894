using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using EventLogDemo.Engine.Tests.Conformance;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Integration.Tests.Kafka;

/// <summary>A pipeline whose log is a fresh topic of a real broker; nothing processes or stores.</summary>
internal static class KafkaPipeline
{
    private static readonly PipelineOptions Patient = new() { RequestTimeout = RealEngines.RequestTimeout };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<PipelineFixture> StartAsync(KafkaContainer container, PipelineOptions? options)
    {
        options ??= Patient;
        ContainerHost host = new(container);
        container.SkipWithoutDocker();
        // An earlier test may have failed while the broker was down.
        await host.ActAsync(ServiceNames.Kafka, ServiceAction.Start, PipelineFixture.Deadline, Token);
        TopicFacts topic = await CreateTopicAsync(container, options.PartitionCount);
        KafkaLog log = Open(container, topic.Name, options);
        Unused rest = new(log);
        return new PipelineFixture(new Pipeline(
            new PipelineManifest
            {
                FormatVersion = PipelineManifest.CurrentFormatVersion,
                Id = Guid.NewGuid(),
                Name = options.Name,
                Environment = "Docker",
                CreatedAt = TimeProvider.System.GetUtcNow(),
                Topic = topic.Name,
                TopicId = topic.Id,
                PartitionCount = topic.PartitionCount,
                OriginOffsets = new long[topic.PartitionCount],
                BucketSize = options.BucketSize,
                Table = "event",
                KeepsData = false,
            },
            options,
            Path.GetTempPath(),
            new PipelinePorts(log, rest, rest, host),
            new StepClock(TimeProvider.System),
            NullLoggerFactory.Instance,
            rest));
    }

    public static KafkaLog Open(KafkaContainer container, string topic, PipelineOptions? options = null) => new(
        container.Connection,
        new KafkaLogOptions
        {
            Topic = topic,
            PartitionCount = (options ?? Patient).PartitionCount,
            RequestTimeout = (options ?? Patient).RequestTimeout,
        },
        TimeProvider.System,
        NullLoggerFactory.Instance);

    /// <summary>Waits until no broker knows a deleted topic any more; they learn of it a moment after the controller.</summary>
    public static Task UntilGoneAsync(KafkaTopic topic) => PipelineFixture.UntilAsync(
        async () =>
        {
            try
            {
                await topic.LookAsync(Token);
                return false;
            }
            catch (TopicMissingException)
            {
                return true;
            }
        },
        $"the end of the topic '{topic.Name}'");

    // Not through the pipeline's own log, whose timeout may be short.
    private static async Task<TopicFacts> CreateTopicAsync(KafkaContainer container, int partitionCount)
    {
        await using KafkaLog log = Open(container, $"events-{Guid.NewGuid():N}");
        return await log.Topic.EnsureAsync(new TopicSettings { PartitionCount = partitionCount }, Token);
    }

    private sealed class Unused(KafkaLog log) : IEventProcessor, IEventStore, IPipelineParts
    {
        public bool CanRead => false;

        public ValueTask<ProcessorStatus> GetStatusAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<long> GetDeadLetterCountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyDictionary<int, long>?> GetSettledOffsetsAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask CheckpointAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask RestartAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<long>> GetRowCountsAsync(LogPosition? log, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IEventReader OpenReader() => throw new NotSupportedException();

        public ValueTask DisposeAsync() => log.DisposeAsync();

        // The topic is removed with its broker's container.
        public ValueTask ReleaseAsync(PipelineEnd end) => ValueTask.CompletedTask;
    }
}
