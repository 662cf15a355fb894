using EventLogDemo.Engine.Streams;

namespace EventLogDemo.Engine.Tests.Simulation;

public sealed class SimulatedPipelineTests
{
    [Fact]
    public void Run_the_same_seed_twice_leaves_the_same_bytes()
    {
        using SimulatedPipeline first = new(seed: 1);
        using SimulatedPipeline second = new(seed: 1);
        string left = first.Run(AssertInvariant);

        Assert.Equal(left, second.Run(AssertInvariant));
        Assert.True(first.Faults > 10, $"only {first.Faults} faults");
    }

    [Fact]
    public void Run_another_seed_leaves_other_bytes()
    {
        using SimulatedPipeline first = new(seed: 1);
        using SimulatedPipeline second = new(seed: 2);

        Assert.NotEqual(first.Run(AssertInvariant), second.Run(AssertInvariant));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public void Run_through_any_faults_every_acknowledged_event_is_stored_once_and_no_failed_one(int seed)
    {
        using SimulatedPipeline pipeline = new(seed);
        pipeline.Run(AssertInvariant);

        StreamCounts patient = pipeline.Counts[0];
        Assert.Equal(6_000, patient.Acked);
        StreamCounts total = pipeline.Totals;
        Assert.Equal(0, total.Buffered);
        // Unknown events may or may not be there; all others are certain.
        Assert.InRange(pipeline.RowCount, total.Acked, total.Acked + total.Unknown);
    }

    private static void AssertInvariant(SimulatedPipeline pipeline)
    {
        foreach (StreamCounts counts in pipeline.Counts)
        {
            Assert.Equal(
                counts.Attempted, counts.Acked + counts.Failed + counts.Unknown + counts.Buffered + counts.Dropped);
            Assert.True(counts.Buffered >= 0);
        }
    }
}
