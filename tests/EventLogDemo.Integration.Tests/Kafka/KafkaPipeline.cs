using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using EventLogDemo.Engine.Tests.Conformance;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Integration.Tests.Kafka;

/// <summary>A pipeline whose log is a fresh topic of a real broker; nothing processes or stores.</summary>
internal static class KafkaPipeline
{
    public static async Task<PipelineFixture> StartAsync(KafkaContainer container, PipelineOptions? options)
    {
        options ??= new PipelineOptions();
        ContainerHost host = new(container);
        container.SkipWithoutDocker();
        // An earlier test may have failed while the broker was down.
        await host.StartAsync(ServiceNames.Kafka, PipelineFixture.Deadline, TestContext.Current.CancellationToken);
        KafkaLog log = Open(container, $"events-{Guid.NewGuid():N}", options);
        TopicFacts topic = await log.Topic.EnsureAsync(
            new TopicSettings { PartitionCount = options.PartitionCount }, TestContext.Current.CancellationToken);
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
            PartitionCount = (options ?? new PipelineOptions()).PartitionCount,
            RequestTimeout = (options ?? new PipelineOptions { RequestTimeout = TimeSpan.FromSeconds(10) }).RequestTimeout,
        },
        TimeProvider.System,
        NullLoggerFactory.Instance);

    private sealed class Unused(KafkaLog log) : IEventProcessor, IEventStore, IPipelineParts
    {
        public bool CanRead => false;

        public ValueTask<ProcessorStatus> GetStatusAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyDictionary<int, long>?> GetSettledOffsetsAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask CheckpointAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask RestartAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<long>> GetRowCountsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<long> ReadAsync(int partition, long fromOffset, EventBatch batch, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask DisposeAsync() => log.DisposeAsync();

        // The topic goes with its broker's container.
        public ValueTask ReleaseAsync(PipelineEnd end) => ValueTask.CompletedTask;
    }
}
