using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Metrics;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Tests.Conformance;

namespace EventLogDemo.Engine.Tests.Metrics;

public sealed class MetricSamplerTests
{
    private static readonly TimeSpan RequestTimeout = new PipelineOptions().RequestTimeout;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sample_CountsEveryHopFromTheOrigin()
    {
        await using FakePipeline fake = new(origin: 100);
        MetricSampler sampler = await fake.SamplerAsync();
        await fake.SendAsync(10);
        fake.Log.Appender!.Settle(5, DeliveryOutcome.Acked);
        fake.Log.Appender!.Settle(2, DeliveryOutcome.Failed);
        fake.Log.Appender!.Settle(1, DeliveryOutcome.Unknown);
        fake.Log.Ends = [103, 103];
        fake.Log.Committed = [102, 101];
        fake.AddRows(0, TimeSpan.Zero, TimeSpan.Zero);
        fake.AddRows(1, TimeSpan.Zero);
        fake.Processor.DeadLetters = 4;
        fake.Time.Advance(TimeSpan.FromSeconds(1));

        PipelineMetric sample = await sampler.SampleAsync(Token);

        Assert.Equal(
            (10, 5, 2, 1, 2, 0),
            (sample.ProducerCount, sample.AckedCount, sample.FailedCount, sample.UnknownCount, sample.BufferedCount,
                sample.DroppedCount));
        Assert.Equal((6, 3, 4, 3), (sample.KafkaCount, sample.CassandraCount, sample.DeadLetterCount, sample.Lag));
        Assert.Equal("fake", sample.Pipeline);
        Assert.Equal(fake.Time.GetUtcNow(), sample.Time);
        Assert.False(sample.IsStreaming);
        Assert.Equal(ServiceNames.All, sample.Services.Select(service => service.Name));
        Assert.All(sample.Services, service => Assert.Equal(ServiceState.Ready, service.State));
    }

    [Fact]
    public async Task ProcessorThatIsFrozen_DoesNotMakeTheOtherCountsOfASampleOlderThanTheStreams()
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        await fake.SendAsync(5);
        fake.Log.Appender!.Settle(5, DeliveryOutcome.Acked);
        fake.Log.Ends = [5, 0];
        fake.Processor.Hop.Mode = HopMode.Frozen;
        Task<PipelineMetric> asked = sampler.SampleAsync(Token).AsTask();
        await fake.SendAsync(10);
        fake.Log.Appender.Settle(10, DeliveryOutcome.Acked);
        fake.Log.Ends = [5, 10];
        fake.Time.Advance(RequestTimeout);

        PipelineMetric sample = await asked;

        Assert.Equal((5, 5, 5, -1), (sample.ProducerCount, sample.AckedCount, sample.KafkaCount, sample.DeadLetterCount));
    }

    [Fact]
    public async Task StoreThatAnswersLate_CountsNoMoreThanTheLogHadWithTheStreams()
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        fake.Log.Ends = [3, 0];
        await fake.SendAsync(3);
        TaskCompletionSource resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        fake.Store.Hop.Until = resumed.Task;
        Task<PipelineMetric> asked = sampler.SampleAsync(Token).AsTask();
        await fake.SendAsync(10);
        fake.Log.Appender!.Settle(13, DeliveryOutcome.Acked);
        fake.Log.Ends = [13, 0];
        fake.AddRows(0, Enumerable.Repeat(TimeSpan.Zero, 13));
        fake.Time.Advance(RequestTimeout / 2);
        resumed.SetResult();

        PipelineMetric sample = await asked;

        Assert.Equal((3, 0, 3, 3), (sample.ProducerCount, sample.AckedCount, sample.KafkaCount, sample.CassandraCount));
    }

    [Theory]
    [InlineData(HopMode.Down)]
    [InlineData(HopMode.Frozen)]
    [InlineData(HopMode.Deaf)]
    public async Task LogThatDoesNotAnswer_IsNotKnownAndWhatDependsOnItNeither(object mode)
    {
        await using FakePipeline fake = new();
        PipelineMetric sample = await SampleAsync(fake, fake.Log.Hop, (HopMode)mode);

        Assert.Equal((-1, -1, -1.0), (sample.KafkaCount, sample.Lag, sample.KafkaRate));
        Assert.Equal((1, 0, 0), (sample.CassandraCount, sample.DeadLetterCount, sample.ProducerCount));
        Assert.Equal(0, sample.ProducerRate);
    }

    [Theory]
    [InlineData(HopMode.Down)]
    [InlineData(HopMode.Frozen)]
    [InlineData(HopMode.Deaf)]
    public async Task StoreThatDoesNotAnswer_IsNotKnownAndTheOthersAre(object mode)
    {
        await using FakePipeline fake = new();
        PipelineMetric sample = await SampleAsync(fake, fake.Store.Hop, (HopMode)mode);

        Assert.Equal((-1, -1.0, -1.0), (sample.CassandraCount, sample.CassandraRate, sample.LatencyP50Ms));
        Assert.Equal((2, 2, 0), (sample.KafkaCount, sample.Lag, sample.DeadLetterCount));
    }

    [Fact]
    public async Task ProcessorThatIsFrozen_HasNoKnownDeadLetters()
    {
        await using FakePipeline fake = new();
        PipelineMetric sample = await SampleAsync(fake, fake.Processor.Hop, HopMode.Frozen);

        Assert.Equal(-1, sample.DeadLetterCount);
        Assert.Equal((2, 1, 2), (sample.KafkaCount, sample.CassandraCount, sample.Lag));
    }

    [Fact]
    public async Task EveryHopFrozen_IsKnownAfterOneRequestTimeoutAndNotBefore()
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        foreach (Hop hop in (Hop[])[fake.Log.Hop, fake.Store.Hop, fake.Processor.Hop, fake.Services.Hop])
        {
            hop.Mode = HopMode.Frozen;
        }

        Task<PipelineMetric> asking = sampler.SampleAsync(Token).AsTask();
        fake.Time.Advance(RequestTimeout - TimeSpan.FromMilliseconds(1));
        Assert.False(asking.IsCompleted);
        fake.Time.Advance(TimeSpan.FromMilliseconds(1));
        PipelineMetric sample = await asking;

        Assert.Equal((-1, -1, -1, -1), (sample.KafkaCount, sample.CassandraCount, sample.DeadLetterCount, sample.Lag));
        Assert.Equal(0, sample.ProducerCount);
        Assert.All(sample.Services, service => Assert.Equal(ServiceState.Unresponsive, service.State));
        Assert.Equal(new Uri("fake://kafka"), sample.Services[0].Endpoint);
    }

    [Fact]
    public async Task StatesReadAtTheStartOfASample_AreNotOutdatedByAHopThatHeldItUp()
    {
        await using FakePipeline fake = new(refreshInterval: TimeSpan.FromMilliseconds(100));
        MetricSampler sampler = await fake.SamplerAsync();
        fake.Services.States[ServiceNames.Flink] = ServiceState.Suspended;
        fake.Processor.Hop.Mode = HopMode.Deaf;
        Task<PipelineMetric> asking = sampler.SampleAsync(Token).AsTask();
        fake.Services.Hop.Mode = HopMode.Deaf;
        fake.Time.Advance(RequestTimeout + TimeSpan.FromMilliseconds(50));

        Assert.Equal(ServiceState.Suspended, (await asking).Services.Single(service => service.Name == ServiceNames.Flink).State);
    }

    [Fact]
    public async Task FrozenHop_DoesNotHoldUpOthersWhoAsk()
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        fake.Store.Hop.Mode = HopMode.Frozen;
        Task<PipelineMetric> first = sampler.SampleAsync(Token).AsTask();
        fake.Time.Advance(TimeSpan.FromSeconds(1));
        fake.Store.Hop.Mode = HopMode.Up;

        PipelineMetric second = await sampler.SampleAsync(Token);

        Assert.Equal(0, second.CassandraCount);
        Assert.False(first.IsCompleted);
        fake.Time.Advance(RequestTimeout);
        Assert.Equal(-1, (await first).CassandraCount);
    }

    [Fact]
    public async Task Rates_AreTheGainSinceTheSampleBefore()
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        Assert.Equal(
            (-1.0, -1.0, -1.0),
            (sampler.History[0].ProducerRate, sampler.History[0].KafkaRate, sampler.History[0].CassandraRate));

        await fake.SendAsync(50);
        fake.Log.Ends = [20, 20];
        fake.AddRows(0, Enumerable.Repeat(TimeSpan.Zero, 30));
        fake.Time.Advance(TimeSpan.FromSeconds(10));
        PipelineMetric sample = await sampler.SampleAsync(Token);

        Assert.Equal((5.0, 4.0, 3.0), (sample.ProducerRate, sample.KafkaRate, sample.CassandraRate));
    }

    [Fact]
    public async Task RateOfASampleRightAfterAnother_IsMeasuredFromAnOlderOne()
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        fake.Time.Advance(TimeSpan.FromMilliseconds(990));
        await sampler.SampleAsync(Token);
        await fake.SendAsync(100);
        fake.Time.Advance(TimeSpan.FromMilliseconds(10));

        Assert.Equal(100, (await sampler.SampleAsync(Token)).ProducerRate);
    }

    [Fact]
    public async Task RateAfterAHopWasDown_IsKnownAgainFromTheSecondSampleOn()
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        List<double> rates = [];
        foreach (HopMode mode in (HopMode[])[HopMode.Down, HopMode.Up, HopMode.Up])
        {
            fake.Log.Hop.Mode = mode;
            fake.Log.Ends[0] += 10;
            fake.Time.Advance(TimeSpan.FromSeconds(1));
            rates.Add((await sampler.SampleAsync(Token)).KafkaRate);
        }

        Assert.Equal([-1, -1, 10], rates);
    }

    [Fact]
    public async Task Background_SamplesEveryRefreshIntervalWithoutBeingAsked()
    {
        await using FakePipeline fake = new(refreshInterval: TimeSpan.FromSeconds(10));
        MetricSampler sampler = await fake.SamplerAsync();
        for (int expected = 2; expected <= 4; expected++)
        {
            fake.Time.Advance(TimeSpan.FromSeconds(10));
            await PipelineFixture.UntilAsync(() => sampler.History.Count == expected, "a sample in the background");
        }

        Assert.Equal(
            [0, 10, 20, 30], sampler.History.Select(sample => (sample.Time - fake.Pipeline.StartedAt).TotalSeconds));
    }

    [Fact]
    public async Task BackgroundSampleThatFails_IsLoggedAndTheNextIsTaken()
    {
        await using FakePipeline fake = new(refreshInterval: TimeSpan.FromSeconds(10));
        MetricSampler sampler = await fake.SamplerAsync();
        fake.Store.Hop.Mode = HopMode.Broken;
        fake.Time.Advance(TimeSpan.FromSeconds(10));
        await PipelineFixture.UntilAsync(() => !fake.Logs.Entries.IsEmpty, "the failure in the log");
        fake.Store.Hop.Mode = HopMode.Up;
        await PipelineFixture.UntilAsync(
            () =>
            {
                fake.Time.Advance(TimeSpan.FromSeconds(10));
                return sampler.History.Count > 1;
            },
            "the next sample");

        Assert.IsType<InvalidOperationException>(fake.Logs.Entries.First().Failure);
    }

    [Fact]
    public async Task PortThatFailsAsNothingShould_IsNotTakenForDown()
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        fake.Processor.Hop.Mode = HopMode.Broken;

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await sampler.SampleAsync(Token));
    }

    [Fact]
    public async Task CallerWhoGivesUp_IsNotHeld()
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        fake.Store.Hop.Mode = HopMode.Deaf;
        using CancellationTokenSource giveUp = new();
        Task<PipelineMetric> asking = sampler.SampleAsync(giveUp.Token).AsTask();
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task Watch_SamplesNowAndEveryIntervalUntilItIsLeft()
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        await using IAsyncEnumerator<PipelineMetric> watch = sampler.WatchAsync(TimeSpan.FromSeconds(1), Token).GetAsyncEnumerator(Token);
        List<double> seconds = [];
        Assert.True(await watch.MoveNextAsync());
        seconds.Add((watch.Current.Time - fake.Pipeline.StartedAt).TotalSeconds);
        for (int i = 0; i < 2; i++)
        {
            ValueTask<bool> next = watch.MoveNextAsync();
            Assert.False(next.IsCompleted);
            fake.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await next);
            seconds.Add((watch.Current.Time - fake.Pipeline.StartedAt).TotalSeconds);
        }

        Assert.Equal([0, 1, 2], seconds);
    }

    [Fact]
    public async Task Watch_EndsWithThePipeline()
    {
        FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        await using IAsyncEnumerator<PipelineMetric> watch = sampler.WatchAsync(TimeSpan.FromSeconds(1), Token).GetAsyncEnumerator(Token);
        Assert.True(await watch.MoveNextAsync());
        Task<bool> next = watch.MoveNextAsync().AsTask();
        await fake.DisposeAsync();

        Assert.False(await next);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(3_600_001)]
    public async Task WatchIntervalOutsideItsRange_IsRefusedAtOnce(int milliseconds)
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        Assert.Throws<OptionRangeException>(() => sampler.WatchAsync(TimeSpan.FromMilliseconds(milliseconds), Token));
    }

    [Theory]
    [InlineData(HopMode.Up)]
    [InlineData(HopMode.Deaf)]
    public async Task ClosedPipeline_EndsSamplesUnderWayAndRefusesNewOnes(object mode)
    {
        FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        fake.Log.Hop.Mode = (HopMode)mode;
        Task<PipelineMetric> asking = sampler.SampleAsync(Token).AsTask();
        await fake.DisposeAsync();

        if ((HopMode)mode == HopMode.Deaf)
        {
            await Assert.ThrowsAsync<PipelineClosedException>(() => asking);
        }

        await Assert.ThrowsAsync<PipelineClosedException>(async () => await sampler.SampleAsync(Token));
        Assert.Empty(fake.Logs.Entries);
    }

    [Fact]
    public void History_KeepsTheLast3600()
    {
        MetricHistory history = new();
        for (int i = 0; i < MetricHistory.Capacity + 5; i++)
        {
            history.Add(SampleOf(i));
        }

        Assert.Equal(3_600, history.All.Count);
        Assert.Equal((5, 3_604), (history.All[0].ProducerCount, history.All[^1].ProducerCount));
    }

    private static async Task<PipelineMetric> SampleAsync(FakePipeline fake, Hop hop, HopMode mode)
    {
        MetricSampler sampler = await fake.SamplerAsync();
        fake.Log.Ends = [1, 1];
        fake.AddRows(0, TimeSpan.FromMilliseconds(5));
        fake.Time.Advance(TimeSpan.FromSeconds(1));
        hop.Mode = mode;
        Task<PipelineMetric> asking = sampler.SampleAsync(Token).AsTask();
        if (mode != HopMode.Down)
        {
            Assert.False(asking.IsCompleted);
            // A log that hangs holds up the question to the store for a part of the time.
            int asked = fake.Store.Hop.Asked;
            fake.Time.Advance(RequestTimeout / 4);
            if (hop == fake.Log.Hop)
            {
                await PipelineFixture.UntilAsync(() => fake.Store.Hop.Asked > asked, "a question to the store");
            }

            fake.Time.Advance(RequestTimeout);
        }

        return await asking;
    }

    private static PipelineMetric SampleOf(long count) => new()
    {
        Time = default,
        Pipeline = "",
        ProducerCount = count,
        AckedCount = 0,
        FailedCount = 0,
        UnknownCount = 0,
        BufferedCount = 0,
        DroppedCount = 0,
        KafkaCount = 0,
        CassandraCount = 0,
        DeadLetterCount = 0,
        Lag = 0,
        KafkaAgeMs = 0,
        CassandraAgeMs = 0,
        DeadLetterAgeMs = 0,
        ProducerRate = 0,
        KafkaRate = 0,
        CassandraRate = 0,
        LatencyP50Ms = 0,
        LatencyP99Ms = 0,
        LatencyMaxMs = 0,
        IsStreaming = false,
        Services = [],
    };
}
