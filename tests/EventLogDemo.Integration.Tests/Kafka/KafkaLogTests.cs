using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Tests.Conformance;

namespace EventLogDemo.Integration.Tests.Kafka;

/// <summary>What every event log keeps to, on a real broker.</summary>
[Collection<SharedBroker>]
public sealed class KafkaLogTests(KafkaContainer container) : EventLogConformance
{
    protected override TimeSpan ShortDeliveryTimeout => TimeSpan.FromSeconds(2);

    protected override TimeSpan ShortRequestTimeout => TimeSpan.FromSeconds(2);

    protected override int ClosingRounds => 2;

    // A killed broker takes some time to come back, five times.
    [Fact]
    [Trait(LongTests.Trait, LongTests.Value)]
    public override Task Killing_the_log_under_load_loses_and_repeats_nothing() =>
        base.Killing_the_log_under_load_loses_and_repeats_nothing();

    protected override Task<PipelineFixture> StartAsync(PipelineOptions? options = null) => KafkaPipeline.StartAsync(container, options);
}
