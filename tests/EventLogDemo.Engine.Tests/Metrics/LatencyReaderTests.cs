using EventLogDemo.Engine.Metrics;

namespace EventLogDemo.Engine.Tests.Metrics;

public sealed class LatencyReaderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NewRows_GivePercentiles()
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        fake.AddRows(0, Enumerable.Range(1, 100).Select(latency => TimeSpan.FromMilliseconds(latency)));
        fake.AddRows(1, Enumerable.Range(101, 100).Select(latency => TimeSpan.FromMilliseconds(latency)));

        PipelineMetric sample = await sampler.SampleAsync(Token);

        Assert.Equal(100, sample.LatencyP50Ms, tolerance: 0.2);
        Assert.Equal(198, sample.LatencyP99Ms, tolerance: 0.4);
        Assert.Equal(200, sample.LatencyMaxMs, tolerance: 0.4);
    }

    [Fact]
    public async Task NoNewRows_AreNotKnownAndNotTheOldFigure()
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        Assert.Equal(-1, sampler.History[0].LatencyP50Ms);
        fake.AddRows(0, TimeSpan.FromMilliseconds(5));
        Assert.Equal(5, (await sampler.SampleAsync(Token)).LatencyMaxMs, tolerance: 0.01);

        PipelineMetric sample = await sampler.SampleAsync(Token);

        Assert.Equal((-1, -1, -1), (sample.LatencyP50Ms, sample.LatencyP99Ms, sample.LatencyMaxMs));
    }

    [Fact]
    public async Task EachSample_SeesOnlyItsOwnRows()
    {
        await using FakePipeline fake = new(origin: 1_000);
        MetricSampler sampler = await fake.SamplerAsync();
        foreach (int latency in (int[])[500, 5, 50])
        {
            fake.AddRows(0, TimeSpan.FromMilliseconds(latency));
            Assert.Equal(latency, (await sampler.SampleAsync(Token)).LatencyMaxMs, tolerance: latency * 0.001);
        }
    }

    [Fact]
    public async Task ManyRows_OnlyTheNewestOfAPartitionAreRead()
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        fake.AddRows(0, Enumerable.Repeat(TimeSpan.FromSeconds(9), 10_000));
        fake.AddRows(0, Enumerable.Repeat(TimeSpan.FromMilliseconds(2), LatencyReader.RowsPerPartition));
        fake.Store.Reads.Clear();

        PipelineMetric sample = await sampler.SampleAsync(Token);

        Assert.Equal(2, sample.LatencyMaxMs, tolerance: 0.01);
        Assert.Equal([(0, 10_000)], fake.Store.Reads);
    }

    [Fact]
    public async Task ManyPartitions_AreReadInTurn()
    {
        await using FakePipeline fake = new(partitions: 40);
        MetricSampler sampler = await fake.SamplerAsync();
        fake.Store.Reads.Clear();
        for (int i = 0; i < 5; i++)
        {
            for (int partition = 0; partition < 40; partition++)
            {
                fake.AddRows(partition, TimeSpan.Zero);
            }

            await sampler.SampleAsync(Token);
        }

        Assert.Equal(5 * LatencyReader.PartitionsPerSample, fake.Store.Reads.Count);
        Assert.All(fake.Store.Reads.CountBy(read => read.Partition), reads => Assert.Equal(2, reads.Value));
    }

    [Fact]
    public async Task RowsStoredBeforeThePipelineWasAttachedTo_AreNotNew()
    {
        await using FakePipeline fake = new();
        fake.Store.Rows[0].Add((0, fake.NowMicroseconds - 1_000_000, true));
        MetricSampler sampler = await fake.SamplerAsync();

        Assert.Equal(-1, sampler.History[0].LatencyMaxMs);
    }

    [Fact]
    public async Task RowsWithoutIdentity_HaveNoLatency()
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        fake.Store.Rows[0].Add((0, fake.NowMicroseconds, false));

        Assert.Equal(-1, (await sampler.SampleAsync(Token)).LatencyMaxMs);
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(1_000 * 24 * 60 * 60, 86_400_000)]
    public async Task ClocksThatDisagree_StayWithinZeroAndADay(int hours, double expectedMs)
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        fake.AddRows(0, TimeSpan.FromHours(hours / 24.0));

        Assert.Equal(expectedMs, (await sampler.SampleAsync(Token)).LatencyMaxMs, tolerance: (expectedMs * 0.001) + 0.01);
    }

    [Fact]
    public async Task StoreThatFreezesWhileRowsAreRead_HoldsASampleToItsDeadlineAndTheRowsAreReadLater()
    {
        await using FakePipeline fake = new();
        MetricSampler sampler = await fake.SamplerAsync();
        fake.Log.Ends = [1, 0];
        fake.AddRows(0, TimeSpan.FromMilliseconds(7));
        fake.Store.ReadHop.Mode = HopMode.Deaf;
        Task<PipelineMetric> first = sampler.SampleAsync(Token).AsTask();
        Task<PipelineMetric> second = sampler.SampleAsync(Token).AsTask();
        Assert.False(first.IsCompleted || second.IsCompleted);
        fake.Time.Advance(fake.Pipeline.Options.RequestTimeout);

        Assert.Equal((1, -1), ((await first).CassandraCount, (await first).LatencyMaxMs));
        Assert.Equal((1, -1), ((await second).CassandraCount, (await second).LatencyMaxMs));
        fake.Store.ReadHop.Mode = HopMode.Up;
        Assert.Equal(7, (await sampler.SampleAsync(Token)).LatencyMaxMs, tolerance: 0.01);
    }
}
