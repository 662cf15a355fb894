using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Metrics;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using EventLogDemo.Engine.Tests.Conformance;

namespace EventLogDemo.Engine.Tests.Metrics;

public sealed class EmbeddedMetricTests
{
    private static readonly PipelineOptions Options = new()
    {
        RequestTimeout = TimeSpan.FromSeconds(2),
        RefreshInterval = TimeSpan.FromMilliseconds(100),
        CheckpointInterval = TimeSpan.FromMilliseconds(20),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FullPolicy.Wait)]
    [InlineData(FullPolicy.Drop)]
    public async Task EverySampleOfARun_AddsUpAndFlowsDownhill(FullPolicy onFull)
    {
        await using Pipeline pipeline = await new EmbeddedEnvironment(TimeProvider.System).StartAsync(Options, null, Token);
        MetricSampler sampler = MetricSampler.Of(pipeline);
        LogStreamOptions options = new()
        {
            Rate = 0,
            Count = 30_000,
            OnFull = onFull,
            Appender = new AppenderOptions { BufferCount = 2_000 },
        };
        LogStream stream = await StreamRoster.Of(pipeline).StartAsync(
            EventGenerator.Create(new GeneratorOptions { SizeBytes = 200 }), options, Token);

        await foreach (PipelineMetric sample in sampler.WatchAsync(TimeSpan.FromMilliseconds(10), Token))
        {
            if (stream.Completion.IsCompleted)
            {
                break;
            }
        }

        PipelineMetric drained = await PipelineWait.DrainedAsync(pipeline, PipelineFixture.Deadline, Token);

        Assert.All(sampler.History, AssertAddsUp);
        Assert.Contains(sampler.History, sample => sample.LatencyMaxMs >= 0);
        Assert.Equal(30_000, drained.ProducerCount);
        Assert.Equal(
            (drained.AckedCount, drained.AckedCount, 0, 0),
            (drained.KafkaCount, drained.CassandraCount, drained.Lag, drained.BufferedCount));
        Assert.False(drained.IsStreaming);
    }

    [Fact]
    public async Task SuspendedStream_IsStreamingUntilItIsStopped()
    {
        await using Pipeline pipeline = await new EmbeddedEnvironment(TimeProvider.System).StartAsync(Options, null, Token);
        LogStream stream = await StreamRoster.Of(pipeline).StartAsync(
            EventGenerator.Create(new GeneratorOptions()), new LogStreamOptions(), Token);
        stream.Suspend();
        Assert.True((await MetricSampler.Of(pipeline).SampleAsync(Token)).IsStreaming);

        await stream.StopAsync(drain: true, Token);
        Assert.False((await MetricSampler.Of(pipeline).SampleAsync(Token)).IsStreaming);
    }

    [Fact]
    public async Task FrozenAndKilledServices_AreNotKnownAndThenKnownAgain()
    {
        await using Pipeline pipeline = await new EmbeddedEnvironment(TimeProvider.System).StartAsync(Options, null, Token);
        IServiceHost services = pipeline.Ports.Services;
        MetricSampler sampler = MetricSampler.Of(pipeline);

        await services.ActAsync(ServiceNames.Cassandra, ServiceAction.Suspend, PipelineFixture.Deadline, Token);
        PipelineMetric frozen = await sampler.SampleAsync(Token);
        Assert.Equal((-1, 0), (frozen.CassandraCount, frozen.KafkaCount));
        Assert.Equal(ServiceState.Suspended, frozen.Services.Single(service => service.Name == ServiceNames.Cassandra).State);

        await services.ActAsync(ServiceNames.Kafka, ServiceAction.Kill, PipelineFixture.Deadline, Token);
        PipelineMetric killed = await sampler.SampleAsync(Token);
        Assert.Equal((-1, -1, -1), (killed.CassandraCount, killed.KafkaCount, killed.Lag));

        await services.ActAsync(ServiceNames.Cassandra, ServiceAction.Resume, PipelineFixture.Deadline, Token);
        await services.ActAsync(ServiceNames.Kafka, ServiceAction.Start, PipelineFixture.Deadline, Token);
        await PipelineWait.HealthyAsync(pipeline, PipelineFixture.Deadline, Token);
        PipelineMetric drained = await PipelineWait.DrainedAsync(pipeline, PipelineFixture.Deadline, Token);
        Assert.Equal((0, 0, 0), (drained.CassandraCount, drained.KafkaCount, drained.Lag));
    }

    private static void AssertAddsUp(PipelineMetric sample)
    {
        Assert.Equal(
            sample.ProducerCount,
            sample.AckedCount + sample.FailedCount + sample.UnknownCount + sample.BufferedCount + sample.DroppedCount);
        Assert.True(sample.CassandraCount <= sample.KafkaCount, sample.ToString());
        Assert.True(sample.KafkaCount <= sample.ProducerCount - sample.DroppedCount, sample.ToString());
        Assert.True(sample.LatencyP50Ms <= sample.LatencyP99Ms && sample.LatencyP99Ms <= sample.LatencyMaxMs, sample.ToString());
    }
}
