using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Metrics;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Metrics;

public sealed class PipelineWaitTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EmptyPipeline_IsDrainedAtOnce()
    {
        await using FakePipeline fake = new(origin: 7);
        await fake.SamplerAsync();

        PipelineMetric sample = await PipelineWait.DrainedAsync(fake.Pipeline, TimeSpan.Zero, Token);

        Assert.Equal((0, 0, 0), (sample.KafkaCount, sample.CassandraCount, sample.Lag));
    }

    [Fact]
    public async Task Drained_WaitsForBuffersThenForCommitsThenForRows()
    {
        await using FakePipeline fake = new(origin: 7);
        await fake.SamplerAsync();
        await fake.SendAsync(3);
        Assert.Contains("3 events are in the producers' buffers", await RefusalAsync(fake), StringComparison.Ordinal);

        Task<PipelineMetric> drained = PipelineWait.DrainedAsync(fake.Pipeline, Long, Token);
        await StillWaitsAsync(fake, drained);
        fake.Log.Ends = [9, 8];
        fake.Log.Appender!.Settle(3, DeliveryOutcome.Acked);
        Assert.Contains("3 events are not committed", await RefusalAsync(fake), StringComparison.Ordinal);
        await StillWaitsAsync(fake, drained);
        fake.Log.Committed = [9, 8];
        fake.AddRows(0, TimeSpan.Zero, TimeSpan.Zero);
        Assert.Contains("1 committed events are not in the store", await RefusalAsync(fake), StringComparison.Ordinal);
        await StillWaitsAsync(fake, drained);
        fake.AddRows(1, TimeSpan.Zero);

        await fake.PassUntilAsync(drained);
        Assert.Equal((3, 3, 0), ((await drained).KafkaCount, (await drained).CassandraCount, (await drained).Lag));
    }

    [Fact]
    public async Task DeadLetters_CountAsArrived()
    {
        await using FakePipeline fake = new();
        await fake.SamplerAsync();
        fake.Log.Ends = fake.Log.Committed = [2, 0];
        fake.AddRows(0, TimeSpan.Zero);
        Assert.Contains("1 committed events", await RefusalAsync(fake), StringComparison.Ordinal);
        fake.Processor.DeadLetters = 1;

        await PipelineWait.DrainedAsync(fake.Pipeline, TimeSpan.Zero, Token);
    }

    [Fact]
    public async Task RowsOfOnePartition_DoNotMakeUpForAnother()
    {
        await using FakePipeline fake = new();
        await fake.SamplerAsync();
        fake.Log.Ends = fake.Log.Committed = [1, 1];
        fake.AddRows(0, TimeSpan.Zero, TimeSpan.Zero);

        Assert.Contains("1 committed events", await RefusalAsync(fake), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoreThatCannotBeRead_IsDrainedWhenCommitsAndTheSinkHaveReachedTheEnd()
    {
        await using FakePipeline fake = await WithoutDriverAsync(origin: 7);
        fake.Log.Ends = [9, 8];
        fake.Log.Committed = [9, 7];
        fake.Processor.Settled = new() { [0] = 9, [1] = 8 };
        Assert.Contains("1 events are not committed", await RefusalAsync(fake), StringComparison.Ordinal);

        fake.Log.Committed = [9, 8];
        fake.Processor.Settled = new() { [0] = 8, [1] = 7 };
        Assert.EndsWith(
            ": 2 committed events are neither stored nor dead letters, by the counters of the job's sink.",
            await RefusalAsync(fake),
            StringComparison.Ordinal);
        Task<PipelineMetric> drained = PipelineWait.DrainedAsync(fake.Pipeline, Long, Token);
        await StillWaitsAsync(fake, drained);
        fake.Processor.Settled = new() { [0] = 9, [1] = 8 };
        await fake.PassUntilAsync(drained);

        Assert.Equal((3, PipelineMetric.NotKnown, 0), ((await drained).KafkaCount, (await drained).CassandraCount, (await drained).Lag));
    }

    [Fact]
    public async Task SinkThatIsAheadInOnePartition_DoesNotMakeUpForAnother()
    {
        await using FakePipeline fake = await WithoutDriverAsync();
        fake.Log.Ends = fake.Log.Committed = [5, 5];
        fake.Processor.Settled = new() { [0] = 1_000, [1] = 4 };

        Assert.Contains("1 committed events", await RefusalAsync(fake), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SinkThatHasTakenNothingSinceItBegan_LeavesItToTheCommits()
    {
        await using FakePipeline fake = await WithoutDriverAsync();
        fake.Log.Ends = fake.Log.Committed = [5, 5];
        fake.Processor.Settled = new() { [1] = 5 };
        await PipelineWait.DrainedAsync(fake.Pipeline, TimeSpan.Zero, Token);

        fake.Processor.Settled = [];
        await PipelineWait.DrainedAsync(fake.Pipeline, TimeSpan.Zero, Token);
    }

    [Fact]
    public async Task SinkThatIsBehindInWhatIsNotThePipelines_IsNotWaitedFor()
    {
        await using FakePipeline fake = await WithoutDriverAsync(origin: 7);
        fake.Processor.Settled = new() { [0] = 3, [9] = 1 };

        await PipelineWait.DrainedAsync(fake.Pipeline, TimeSpan.Zero, Token);
    }

    [Fact]
    public async Task SinkThatDoesNotTell_IsNotKnownToBeDrained()
    {
        await using FakePipeline fake = await WithoutDriverAsync();
        fake.Log.Ends = fake.Log.Committed = [5, 5];
        fake.Processor.Settled = null;
        Assert.EndsWith(": the job does not report what its sink has stored.", await RefusalAsync(fake), StringComparison.Ordinal);

        fake.Processor.Settled = [];
        fake.Processor.SettledHop.Mode = HopMode.Down;
        Assert.EndsWith(": the job does not report what its sink has stored.", await RefusalAsync(fake), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RowsThatCanBeCounted_NeedNoCountersOfTheSink()
    {
        await using FakePipeline fake = new();
        await fake.SamplerAsync();
        fake.Log.Ends = fake.Log.Committed = [1, 0];
        fake.AddRows(0, TimeSpan.Zero);
        fake.Processor.Settled = null;

        await PipelineWait.DrainedAsync(fake.Pipeline, TimeSpan.Zero, Token);
    }

    [Fact]
    public async Task StreamThatGoesOn_DoesNotPreventDraining()
    {
        await using FakePipeline fake = new();
        await fake.SamplerAsync();
        await fake.SendAsync(1);
        fake.Log.Ends = [1, 0];
        Task<PipelineMetric> drained = PipelineWait.DrainedAsync(fake.Pipeline, Long, Token);
        fake.Log.Appender!.Settle(1, DeliveryOutcome.Acked);
        await StillWaitsAsync(fake, drained);

        await fake.SendAsync(100);
        fake.Log.Ends = [1_000, 1_000];
        fake.Log.Committed = [1, 0];
        fake.AddRows(0, TimeSpan.Zero);

        await fake.PassUntilAsync(drained);
        Assert.Equal(1_999, (await drained).Lag);
    }

    [Fact]
    public async Task Hops_ThatDoNotAnswer_AreNamed()
    {
        await using FakePipeline fake = new();
        await fake.SamplerAsync();
        foreach ((Hop hop, string name) in ((Hop, string)[])[(fake.Log.Hop, "log"), (fake.Store.Hop, "store"), (fake.Processor.Hop, "processor")])
        {
            hop.Mode = HopMode.Down;
            Assert.Contains($"the {name} does not answer", await RefusalAsync(fake), StringComparison.Ordinal);
            hop.Mode = HopMode.Up;
        }
    }

    [Fact]
    public async Task Timeout_ComesAtItsTimeAndSaysWhatWasMissing()
    {
        await using FakePipeline fake = new();
        await fake.SamplerAsync();
        fake.Log.Ends = [1_234, 0];
        DateTimeOffset begun = fake.Time.GetUtcNow();
        Task<PipelineMetric> drained = PipelineWait.DrainedAsync(fake.Pipeline, TimeSpan.FromSeconds(3), Token);
        await fake.PassUntilAsync(drained);

        PipelineWaitTimeoutException timeout = await Assert.ThrowsAsync<PipelineWaitTimeoutException>(() => drained);
        Assert.Equal("The pipeline 'fake' was not drained within 3 s: 1,234 events are not committed.", timeout.Message);
        Assert.True(fake.Time.GetUtcNow() - begun >= TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Healthy_WaitsForEveryServiceAndTheProcessor()
    {
        await using FakePipeline fake = new();
        await fake.SamplerAsync();
        fake.Services.States[ServiceNames.Kafka] = ServiceState.Suspended;
        fake.Processor.State = ProcessorState.Restarting;
        PipelineWaitTimeoutException timeout = await Assert.ThrowsAsync<PipelineWaitTimeoutException>(
            () => PipelineWait.HealthyAsync(fake.Pipeline, TimeSpan.Zero, Token));
        Assert.EndsWith(": kafka is Suspended, the processor is Restarting.", timeout.Message, StringComparison.Ordinal);

        Task<PipelineMetric> healthy = PipelineWait.HealthyAsync(fake.Pipeline, Long, Token);
        fake.Services.States[ServiceNames.Kafka] = ServiceState.Ready;
        await StillWaitsAsync(fake, healthy);
        fake.Processor.State = ProcessorState.Running;
        await fake.PassUntilAsync(healthy);

        Assert.All((await healthy).Services, service => Assert.Equal(ServiceState.Ready, service.State));
    }

    [Fact]
    public async Task Lag_WaitsUntilItIsLowEnough()
    {
        await using FakePipeline fake = new();
        await fake.SamplerAsync();
        fake.Log.Ends = [10, 10];
        fake.Log.Committed = [3, 10];
        PipelineWaitTimeoutException timeout = await Assert.ThrowsAsync<PipelineWaitTimeoutException>(
            () => PipelineWait.LagAsync(fake.Pipeline, 6, TimeSpan.Zero, Token));
        Assert.Contains("not at a lag of 6 or less within 0 s: the lag is 7", timeout.Message, StringComparison.Ordinal);

        Task<PipelineMetric> low = PipelineWait.LagAsync(fake.Pipeline, 6, Long, Token);
        fake.Log.Committed = [4, 10];
        await fake.PassUntilAsync(low);

        Assert.Equal(6, (await low).Lag);
    }

    [Fact]
    public async Task Sample_IsOfTheReadingsThatDecided()
    {
        await using FakePipeline fake = new();
        await fake.SamplerAsync();
        // A second question would not be answered.
        fake.Store.Hop.Next.Enqueue(HopMode.Up);
        fake.Store.Hop.Mode = HopMode.Down;

        Assert.Equal(0, (await PipelineWait.DrainedAsync(fake.Pipeline, TimeSpan.Zero, Token)).CassandraCount);
    }

    [Fact]
    public async Task SampleThatDoesNotShowAll_IsTakenAgain()
    {
        await using FakePipeline fake = new();
        await fake.SamplerAsync();
        fake.Services.States[ServiceNames.Cassandra] = ServiceState.Stopped;
        Assert.EndsWith(": the store does not answer.", await RefusalAsync(fake), StringComparison.Ordinal);
        Task<PipelineMetric> drained = PipelineWait.DrainedAsync(fake.Pipeline, Long, Token);
        await StillWaitsAsync(fake, drained);
        fake.Services.States[ServiceNames.Cassandra] = ServiceState.Ready;

        await fake.PassUntilAsync(drained);
        Assert.Equal(0, (await drained).CassandraCount);
    }

    [Fact]
    public async Task ReadingsFromBeforeTheWait_DecideNothing()
    {
        await using FakePipeline fake = new();
        await fake.SamplerAsync();
        fake.Store.Hop.Mode = HopMode.Frozen;
        Task<PipelineMetric> drained = PipelineWait.DrainedAsync(fake.Pipeline, TimeSpan.Zero, Token);
        await fake.PassUntilAsync(drained);

        PipelineWaitTimeoutException timeout = await Assert.ThrowsAsync<PipelineWaitTimeoutException>(() => drained);
        Assert.EndsWith(": the store does not answer.", timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ValuesOutsideTheirRange_AreRefused()
    {
        await using FakePipeline fake = new();
        await Assert.ThrowsAsync<OptionRangeException>(() => PipelineWait.LagAsync(fake.Pipeline, -1, Long, Token));
        await Assert.ThrowsAsync<OptionRangeException>(
            () => PipelineWait.DrainedAsync(fake.Pipeline, TimeSpan.FromMilliseconds(-1), Token));
        await Assert.ThrowsAsync<OptionRangeException>(
            () => PipelineWait.HealthyAsync(fake.Pipeline, TimeSpan.FromDays(2), Token));
    }

    [Fact]
    public async Task PipelineStoppedMeanwhile_EndsTheWait()
    {
        FakePipeline fake = new();
        await fake.SamplerAsync();
        fake.Log.Ends = [1, 0];
        Task<PipelineMetric> drained = PipelineWait.DrainedAsync(fake.Pipeline, Long, Token);
        await fake.DisposeAsync();
        await fake.PassUntilAsync(drained);

        await Assert.ThrowsAsync<PipelineClosedException>(() => drained);
    }

    [Fact]
    public async Task CallerWhoGivesUp_EndsTheWaitAtOnce()
    {
        await using FakePipeline fake = new();
        await fake.SamplerAsync();
        fake.Log.Ends = [1, 0];
        using CancellationTokenSource giveUp = new();
        Task<PipelineMetric> drained = PipelineWait.DrainedAsync(fake.Pipeline, Long, giveUp.Token);
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drained);
    }

    /// <summary>A pipeline of a build that cannot count rows.</summary>
    private static async Task<FakePipeline> WithoutDriverAsync(long origin = 0)
    {
        FakePipeline fake = new(origin: origin);
        (fake.Store.CanRead, fake.Store.Hop.Mode) = (false, HopMode.Down);
        await fake.SamplerAsync();
        return fake;
    }

    private static async Task<string> RefusalAsync(FakePipeline fake) => (await Assert.ThrowsAsync<PipelineWaitTimeoutException>(
        () => PipelineWait.DrainedAsync(fake.Pipeline, TimeSpan.Zero, Token))).Message;

    /// <summary>The wait has had the time to look again, and goes on.</summary>
    private static async Task StillWaitsAsync(FakePipeline fake, Task wait)
    {
        for (int looks = 0; looks < 3; looks++)
        {
            fake.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.False(wait.IsCompleted);
    }
}
