using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Tests.Conformance;

namespace EventLogDemo.Integration.Tests.Kafka;

/// <summary>What every event log keeps to, on a real broker.</summary>
public sealed class KafkaLogTests(KafkaContainer container) : EventLogConformance, IClassFixture<KafkaContainer>
{
    protected override TimeSpan ShortDeliveryTimeout => TimeSpan.FromSeconds(2);

    protected override TimeSpan ShortRequestTimeout => TimeSpan.FromSeconds(2);

    protected override int ClosingRounds => 4;

    protected override Task<PipelineFixture> StartAsync(PipelineOptions? options = null) => KafkaPipeline.StartAsync(container, options);
}
