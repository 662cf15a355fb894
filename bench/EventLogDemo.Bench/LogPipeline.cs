using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Bench;

/// <summary>A pipeline over a broker's topic, for streams: processor and store are an embedded pipeline's and receive nothing.</summary>
internal static class LogPipeline
{
    public static async Task<Pipeline> OpenAsync(KafkaLog log, TopicFacts topic)
    {
        string folder = Directory.CreateTempSubdirectory("eventlogdemo-bench-").FullName;
        PipelineOptions options = new() { Path = Path.Combine(folder, "rest"), RefreshInterval = TimeSpan.FromHours(1) };
        Pipeline rest = await new EmbeddedEnvironment(TimeProvider.System).StartAsync(options, null, CancellationToken.None);
        return new Pipeline(
            rest.Manifest with
            {
                Topic = topic.Name,
                TopicId = topic.Id,
                PartitionCount = topic.PartitionCount,
                OriginOffsets = new long[topic.PartitionCount],
            },
            options,
            Path.Combine(folder, "streams"),
            rest.Ports with { Log = log },
            new StepClock(TimeProvider.System),
            NullLoggerFactory.Instance,
            new Parts(rest, folder));
    }

    private sealed class Parts(Pipeline rest, string folder) : IPipelineParts
    {
        public ValueTask DisposeAsync() => rest.DisposeAsync();

        public ValueTask ReleaseAsync(PipelineEnd end)
        {
            Directory.Delete(folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
