using EventLogDemo.Engine.Metrics;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Tests.Conformance;

namespace EventLogDemo.Engine.Tests.Metrics;

/// <summary>What those who watch see of a hop that hangs, is busy or is down.</summary>
public sealed class HangingHopTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(25);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Hops => [nameof(FakePipeline.Log), nameof(FakePipeline.Store), nameof(FakePipeline.Processor), nameof(FakePipeline.Services), "Read"];

    [Theory]
    [MemberData(nameof(Hops))]
    public async Task AnyHopThatHangs_LeavesASampleEveryInterval(string name)
    {
        await using FakePipeline fake = new(refreshInterval: TimeSpan.FromSeconds(10));
        MetricSampler sampler = await fake.SamplerAsync();
        await using IAsyncEnumerator<PipelineMetric> watch = sampler.WatchAsync(Interval, Token).GetAsyncEnumerator(Token);
        Assert.True(await watch.MoveNextAsync());
        DateTimeOffset begun = watch.Current.Time;
        HopOf(fake, name).Mode = HopMode.Deaf;
        for (int i = 1; i <= 60; i++)
        {
            fake.Log.Ends[0]++;
            fake.AddRows(0, TimeSpan.Zero);
            Task<bool> next = watch.MoveNextAsync().AsTask();
            DateTimeOffset due = begun + (i * Interval);
            while (!next.IsCompleted && fake.Time.GetUtcNow() < due)
            {
                fake.Time.Advance(Step);
            }

            // At most half of an interval, once in a while, is left to a hop that has answered so far.
            await GoOnUntilAsync(fake, next, due + (Interval / 2));
            Assert.True(await next);
            Assert.InRange(watch.Current.Time, due, due + (Interval / 2));
        }
    }

    [Fact]
    public async Task StoreThatIsBusy_IsShownWithItsAgeUpToTheRefreshInterval()
    {
        await using FakePipeline fake = new(refreshInterval: TimeSpan.FromSeconds(10));
        MetricSampler sampler = await fake.SamplerAsync();
        fake.Log.Ends = [7, 0];
        fake.AddRows(0, Enumerable.Repeat(TimeSpan.Zero, 7));
        await using IAsyncEnumerator<PipelineMetric> watch = sampler.WatchAsync(TimeSpan.FromSeconds(1), Token).GetAsyncEnumerator(Token);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal((7, 0.0), (watch.Current.CassandraCount, watch.Current.CassandraAgeMs));
        fake.Store.Hop.Mode = HopMode.Deaf;
        List<PipelineMetric> samples = [];
        while (samples.Count < 14)
        {
            Task<bool> next = watch.MoveNextAsync().AsTask();
            await fake.PassUntilAsync(next);
            Assert.True(await next);
            samples.Add(watch.Current);
        }

        Assert.All(samples, sample => Assert.Equal(
            sample.Time - fake.Pipeline.StartedAt <= TimeSpan.FromSeconds(10) ? 7 : -1, sample.CassandraCount));
        Assert.All(samples.Where(sample => sample.CassandraCount == 7), sample => Assert.Equal(
            (sample.Time - fake.Pipeline.StartedAt).TotalMilliseconds, sample.CassandraAgeMs));
        Assert.All(samples.Where(sample => sample.CassandraCount == -1), sample => Assert.Equal(-1, sample.CassandraAgeMs));
        Assert.Contains(samples, sample => sample.CassandraCount == -1);
        Assert.All(samples, sample => Assert.Equal(7, sample.KafkaCount));
    }

    [Theory]
    [InlineData(ServiceState.Stopped)]
    [InlineData(ServiceState.Killed)]
    [InlineData(ServiceState.Suspended)]
    [InlineData(ServiceState.Failed)]
    [InlineData(ServiceState.Unresponsive)]
    public async Task CountOfAServiceThatIsKnownToBeDown_IsNotShownHoweverNew(ServiceState state)
    {
        await using FakePipeline fake = new(refreshInterval: TimeSpan.FromSeconds(10));
        MetricSampler sampler = await fake.SamplerAsync();
        await using IAsyncEnumerator<PipelineMetric> watch = sampler.WatchAsync(TimeSpan.FromSeconds(1), Token).GetAsyncEnumerator(Token);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(0, watch.Current.CassandraCount);
        fake.Store.Hop.Mode = HopMode.Deaf;
        fake.Services.States[ServiceNames.Cassandra] = state;
        Task<bool> next = watch.MoveNextAsync().AsTask();
        await fake.PassUntilAsync(next);

        Assert.True(await next);
        Assert.Equal(-1, watch.Current.CassandraCount);
        Assert.Equal([ServiceNames.Cassandra], watch.Current.Down);
        Assert.Equal([nameof(PipelineMetric.CassandraCount)], watch.Current.Unknown);
        Assert.False(watch.Current.IsKnown);
    }

    [Fact]
    public async Task SampleThatIsAskedFor_ShowsNothingOlderThanItself()
    {
        await using FakePipeline fake = new(refreshInterval: TimeSpan.FromSeconds(10));
        MetricSampler sampler = await fake.SamplerAsync();
        fake.Store.Hop.Mode = HopMode.Deaf;
        Task<PipelineMetric> asked = sampler.SampleAsync(Token).AsTask();
        await fake.PassUntilAsync(asked);

        Assert.Equal((-1, 0), ((await asked).CassandraCount, (await asked).KafkaCount));
    }

    [Fact]
    public async Task OneRound_AsksForEndOffsetsOnceAndTellsTheStore()
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        fake.Log.Ends = [5, 6];
        fake.Log.Committed = [4, 6];
        fake.AddRows(0, TimeSpan.FromMilliseconds(3));
        int before = fake.Log.EndsAsked;

        Assert.Equal(1, (await sampler.SampleAsync(Token)).Lag);
        Assert.Equal(before + 1, fake.Log.EndsAsked);
        Assert.Equal([5, 6], fake.Store.ToldOfLog!.EndOffsets);
        Assert.Equal([4, 6], fake.Store.ToldOfLog.CommittedOffsets!);

        await PipelineWait.LagAsync(fake.Pipeline, 1, TimeSpan.Zero, Token);
        Assert.Equal(before + 2, fake.Log.EndsAsked);
    }

    [Fact]
    public async Task Watchers_ShareWhatIsRead()
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        List<IAsyncEnumerator<PipelineMetric>> watchers =
            [.. Enumerable.Range(0, 4).Select(_ => sampler.WatchAsync(TimeSpan.FromSeconds(1), Token).GetAsyncEnumerator(Token))];
        foreach (IAsyncEnumerator<PipelineMetric> watch in watchers)
        {
            Assert.True(await watch.MoveNextAsync());
        }

        TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        fake.Store.Hop.Until = answered.Task;
        int before = fake.Store.Hop.Asked;
        List<Task<bool>> next = [.. watchers.Select(watch => watch.MoveNextAsync().AsTask())];
        fake.Time.Advance(TimeSpan.FromSeconds(1));
        await PipelineFixture.UntilAsync(() => fake.Store.Hop.Asked > before, "a question to the store");
        answered.SetResult();
        await fake.PassUntilAsync(Task.WhenAll(next));

        // One that came to its turn only after the answer asks again.
        Assert.InRange(fake.Store.Hop.Asked - before, 1, 2);
        foreach (IAsyncEnumerator<PipelineMetric> watch in watchers)
        {
            await watch.DisposeAsync();
        }
    }

    [Fact]
    public async Task EverySubscriber_SeesTheLatencyOfAllRowsSinceItsOwnLastSample()
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        await using IAsyncEnumerator<PipelineMetric> watch = sampler.WatchAsync(TimeSpan.FromMinutes(10), Token).GetAsyncEnumerator(Token);
        Assert.True(await watch.MoveNextAsync());
        foreach (int latency in (int[])[500, 5])
        {
            fake.AddRows(0, TimeSpan.FromMilliseconds(latency));
            fake.Log.Ends[0]++;
            Assert.Equal(latency, (await sampler.SampleAsync(Token)).LatencyMaxMs, tolerance: latency * 0.001);
        }

        Task<bool> next = watch.MoveNextAsync().AsTask();
        fake.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.True(await next);

        Assert.Equal(500, watch.Current.LatencyMaxMs, tolerance: 0.5);
        Assert.Equal(5, watch.Current.LatencyP50Ms, tolerance: 0.01);
    }

    private static async Task GoOnUntilAsync(FakePipeline fake, Task<bool> next, DateTimeOffset latest) => await PipelineFixture.UntilAsync(
        () =>
        {
            if (!next.IsCompleted && fake.Time.GetUtcNow() < latest)
            {
                fake.Time.Advance(Step);
            }

            return next.IsCompleted;
        },
        "a sample");

    private static Hop HopOf(FakePipeline fake, string name) => name switch
    {
        nameof(FakePipeline.Log) => fake.Log.Hop,
        nameof(FakePipeline.Store) => fake.Store.Hop,
        nameof(FakePipeline.Processor) => fake.Processor.Hop,
        nameof(FakePipeline.Services) => fake.Services.Hop,
        _ => fake.Store.ReadHop,
    };
}
