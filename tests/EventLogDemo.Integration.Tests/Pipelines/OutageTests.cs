using EventLogDemo.Engine.Metrics;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using EventLogDemo.Engine.Tests.Conformance;

namespace EventLogDemo.Integration.Tests.Pipelines;

/// <summary>Services are stopped, killed, frozen and restarted under a load of 2,000 events/s.</summary>
public sealed class OutageTests(DockerStack stack, ITestOutputHelper output)
{
    private const int Rate = 2000;

    // How much load an outage must accumulate before it ends: five seconds.
    private const int Divergence = 5 * Rate;

    private static readonly TimeSpan Freeze = TimeSpan.FromSeconds(20);

    // The request timeout, after which the figures of a part are unknown, plus the time of the calls around it.
    private static readonly TimeSpan SampleTimeout = new PipelineOptions().RequestTimeout + TimeSpan.FromSeconds(1);

    private enum Outage
    {
        Stop,
        Kill,
        Freeze,
        Restart,
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Each service and each outage once. Kafka is killed and frozen below, under loads that reach their limits.
    [Theory]
    [InlineData(ServiceNames.Kafka, nameof(Outage.Stop))]
    [InlineData(ServiceNames.Flink, nameof(Outage.Freeze))]
    [InlineData(ServiceNames.FlinkTaskManager, nameof(Outage.Kill))]
    [InlineData(ServiceNames.Cassandra, nameof(Outage.Kill))]
    public Task Counts_part_and_meet_again_and_nothing_acknowledged_is_lost(string service, string outage) =>
        AssertNothingIsLostAsync(service, [Enum.Parse<Outage>(outage)]);

    [Theory]
    [Trait(LongTests.Trait, LongTests.Value)]
    [InlineData(ServiceNames.Kafka)]
    [InlineData(ServiceNames.Flink)]
    [InlineData(ServiceNames.FlinkTaskManager)]
    [InlineData(ServiceNames.Cassandra)]
    public Task One_outage_after_the_other_loses_nothing_acknowledged(string service) =>
        AssertNothingIsLostAsync(service, Enum.GetValues<Outage>());

    private async Task AssertNothingIsLostAsync(string service, IEnumerable<Outage> outages)
    {
        Pipeline pipeline = await stack.OpenAsync(Token);
        await using Pipeline watched = await WatchAsync();
        IServiceHost services = watched.Ports.Services;
        await using PipelineLoad load = await PipelineLoad.StartAsync(pipeline, new LogStreamOptions { Rate = Rate }, watched);
        await load.FlowsAsync(Rate);
        foreach (Outage outage in outages)
        {
            await SufferAsync(outage, service, load, services);
        }

        (StreamCounts counts, long inKafka, long? inCassandra) = await load.DrainAsync();
        output.WriteLine($"{service}: {counts}; {inKafka} in kafka, {inCassandra} in cassandra");
        Assert.Equal((counts.Attempted, 0, 0, 0), (counts.Acked, counts.Failed, counts.Unknown, counts.Dropped));
        Assert.Equal(counts.Acked, inKafka);
        Assert.Equal(counts.Acked, inCassandra ?? counts.Acked);
        Assert.Equal(0, await load.AssertKafkaHoldsWhatTheLedgerSaysAsync());
        output.WriteLine(await stack.AuditAsync(load.Begins));
    }

    [Fact]
    public async Task Producer_at_its_buffer_limit_counts_what_it_drops_and_loses_nothing_else()
    {
        Pipeline pipeline = await stack.OpenAsync(Token);
        await using Pipeline watched = await WatchAsync();
        IServiceHost services = watched.Ports.Services;
        await using PipelineLoad load = await PipelineLoad.StartAsync(
            pipeline,
            new LogStreamOptions { Rate = Rate, OnFull = FullPolicy.Drop, Appender = new AppenderOptions { BufferCount = Rate } },
            watched);
        await load.FlowsAsync(Rate);
        await services.ActAsync(ServiceNames.Kafka, ServiceAction.Kill, PipelineLoad.Deadline, Token);
        // Some may have been dropped earlier, if the log was slow for a moment and the buffer was full.
        long dropped = load.Stream.Counts.Dropped;
        PipelineMetric full = await load.UntilAsync(
            _ => load.Stream.Counts is { Buffered: Rate } counts && counts.Dropped >= dropped + Rate, "events dropped by a full buffer");
        Assert.Equal(PipelineMetric.NotKnown, full.KafkaCount);
        await HealAsync(load, services, ServiceNames.Kafka);

        (StreamCounts counts, long inKafka, long? inCassandra) = await load.DrainAsync();
        output.WriteLine($"{counts}; {inKafka} in kafka, {inCassandra} in cassandra");
        Assert.Equal((0, 0), (counts.Failed, counts.Unknown));
        Assert.Equal(counts.Attempted, counts.Acked + counts.Dropped);
        Assert.Equal(counts.Acked, inKafka);
        Assert.Equal(counts.Acked, inCassandra ?? counts.Acked);
        Assert.Equal(0, await load.AssertKafkaHoldsWhatTheLedgerSaysAsync());
    }

    [Fact]
    public Task Producer_at_its_delivery_timeout_gives_up_what_it_counts_while_kafka_is_frozen() => AssertGivesUpWhatItCountsAsync(isFrozen: true);

    [Fact]
    [Trait(LongTests.Trait, LongTests.Value)]
    public Task Producer_at_its_delivery_timeout_gives_up_what_it_counts_while_kafka_is_down() => AssertGivesUpWhatItCountsAsync(isFrozen: false);

    private async Task AssertGivesUpWhatItCountsAsync(bool isFrozen)
    {
        Pipeline pipeline = await stack.OpenAsync(Token);
        await using Pipeline watched = await WatchAsync();
        IServiceHost services = watched.Ports.Services;
        await using PipelineLoad load = await PipelineLoad.StartAsync(
            pipeline,
            new LogStreamOptions { Rate = Rate, Appender = new AppenderOptions { DeliveryTimeout = TimeSpan.FromSeconds(3) } },
            watched);
        await load.FlowsAsync(Rate);
        await (isFrozen ? services.ActAsync(ServiceNames.Kafka, ServiceAction.Suspend, PipelineLoad.Deadline, Token) : services.ActAsync(ServiceNames.Kafka, ServiceAction.Stop, PipelineLoad.Deadline, Token));
        await load.UntilAsync(_ => load.Stream.Counts.Failed + load.Stream.Counts.Unknown >= Rate, "events given up at the delivery timeout");
        await HealAsync(load, services, ServiceNames.Kafka);

        (StreamCounts counts, long inKafka, long? inCassandra) = await load.DrainAsync();
        output.WriteLine($"{counts}; {inKafka} in kafka, {inCassandra} in cassandra");
        Assert.Equal(counts.Attempted, counts.Acked + counts.Failed + counts.Unknown);
        long repeated = await load.AssertKafkaHoldsWhatTheLedgerSaysAsync();
        output.WriteLine($"{repeated} records more than events");
        Assert.InRange(inKafka - repeated, counts.Acked, counts.Acked + counts.Unknown);
        Assert.Equal(inKafka, inCassandra ?? inKafka);
    }

    /// <summary>Causes an outage, waits until it is visible, ends it and waits until everything is stored.</summary>
    private static async Task SufferAsync(Outage outage, string service, PipelineLoad load, IServiceHost services)
    {
        switch (outage)
        {
            case Outage.Stop:
                await services.ActAsync(service, ServiceAction.Stop, PipelineLoad.Deadline, Token);
                await AssertPartsAsync(load, service, ServiceState.Stopped);
                break;
            case Outage.Kill:
                await services.ActAsync(service, ServiceAction.Kill, PipelineLoad.Deadline, Token);
                await AssertPartsAsync(load, service, ServiceState.Killed);
                break;
            case Outage.Freeze:
                long frozen = TimeProvider.System.GetTimestamp();
                await services.ActAsync(service, ServiceAction.Suspend, PipelineLoad.Deadline, Token);
                await AssertPartsAsync(load, service, ServiceState.Suspended);
                TimeSpan left = Freeze - TimeProvider.System.GetElapsedTime(frozen);
                await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, TimeProvider.System, Token);
                await services.ActAsync(service, ServiceAction.Resume, PipelineLoad.Deadline, Token);
                await load.CatchUpAsync();
                return;
            case Outage.Restart:
                await services.ActAsync(service, ServiceAction.Stop, PipelineLoad.Deadline, Token);
                break;
        }

        await HealAsync(load, services, service);
    }

    /// <summary>Attaches to the pipeline with the default limits.</summary>
    private Task<Pipeline> WatchAsync() => stack.Environments.ConnectAsync(stack.Name, new PipelineOptions(), progress: null, Token);

    /// <summary>Shortly after a service has gone down, its own figures are unknown, and the load piles up in front of it.</summary>
    private static async Task AssertPartsAsync(PipelineLoad load, string service, ServiceState state)
    {
        await PipelineFixture.UntilAsync(() => IsSampledInTimeAsync(load), $"a sample within {SampleTimeout.TotalSeconds} s");
        PipelineMetric sample = await load.UntilAsync(
            later => later.Services.Single(status => status.Name == service).State == state, $"{service} as {state}");
        switch (service)
        {
            case ServiceNames.Kafka:
                Assert.Equal((PipelineMetric.NotKnown, PipelineMetric.NotKnown), (sample.KafkaCount, sample.Lag));
                await load.UntilAsync(_ => load.Stream.Counts.Buffered >= Divergence, "events in the producer's buffer");
                break;
            case ServiceNames.Cassandra:
                Assert.Equal(PipelineMetric.NotKnown, sample.CassandraCount);
                goto default;
            default:
                await load.UntilAsync(later => later.Lag >= Divergence, $"a lag before {service}");
                break;
        }
    }

    // A busy machine may stall during one of them.
    private static async Task<bool> IsSampledInTimeAsync(PipelineLoad load)
    {
        long asked = TimeProvider.System.GetTimestamp();
        await load.SampleAsync();
        return TimeProvider.System.GetElapsedTime(asked) <= SampleTimeout;
    }

    private static async Task HealAsync(PipelineLoad load, IServiceHost services, string service)
    {
        await services.ActAsync(service, ServiceAction.Start, PipelineLoad.Deadline, Token);
        await load.CatchUpAsync();
    }
}
