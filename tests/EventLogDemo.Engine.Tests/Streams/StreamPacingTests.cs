using EventLogDemo.Engine.Streams;
using FsCheck.Xunit;

namespace EventLogDemo.Engine.Tests.Streams;

public sealed class StreamPacingTests
{
    private static readonly TimeSpan Bucket = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(999)]
    [InlineData(12_345)]
    [InlineData(100_000)]
    public void Rate_holds_for_a_driver_that_comes_when_asked(double rate)
    {
        PacedRun run = new(rate);

        run.Until(LongEnough(rate), gap: null);

        run.AssertRate(rate);
        run.AssertNoBurst(rate);
    }

    // A driver comes late by up to a timer tick of Windows.
    [Property(MaxTest = 60)]
    public void Rate_holds_for_a_driver_that_always_comes_late(int seed)
    {
        Random random = new(seed);
        double rate = RateFrom1To100000(random);
        PacedRun run = new(rate);

        run.Until(LongEnough(rate), (now, next) => next + Milliseconds(random.NextDouble() * 16));

        run.AssertRate(rate);
        run.AssertNoBurst(rate);
    }

    // A driver that is woken for other reasons comes at moments of its own.
    [Property(MaxTest = 60)]
    public void Rate_holds_for_irregular_steps(int seed)
    {
        Random random = new(seed);
        double rate = RateFrom1To100000(random);
        PacedRun run = new(rate);

        run.Until(LongEnough(rate), (now, _) => now + Milliseconds(0.01 + (random.NextDouble() * 38)));

        run.AssertRate(rate);
        run.AssertNoBurst(rate);
    }

    [Property(MaxTest = 60)]
    public void Stall_is_made_up_for_without_a_burst(int seed)
    {
        Random random = new(seed);
        double rate = Math.Pow(10, 2 + (random.NextDouble() * 3));
        TimeSpan stallAt = Milliseconds(random.Next(100, 2_000));
        TimeSpan stall = Milliseconds(random.Next(50, 5_000));
        bool stalled = false;
        PacedRun run = new(rate);

        run.Until(TimeSpan.FromSeconds(25), (now, next) =>
        {
            bool stalls = !stalled && now >= stallAt;
            stalled |= stalls;
            return stalls ? now + stall : next;
        });

        run.AssertRate(rate);
        run.AssertNoBurst(rate);
    }

    [Fact]
    public void Sleep_of_the_machine_is_not_made_up_for()
    {
        PacedRun run = new(100);
        run.Until(TimeSpan.FromSeconds(1), gap: null);

        run.Sleep(TimeSpan.FromHours(8));
        run.Until(run.Now + TimeSpan.FromMinutes(5), gap: null);

        // 301 s at the rate, and at most 10 s of the night.
        Assert.InRange(run.Total, 30_100, 31_110);
    }

    [Fact]
    public void First_event_is_due_at_once_and_the_second_an_interval_later()
    {
        StreamPacing pacing = new(2, Milliseconds(40));

        Assert.Equal(1, pacing.Due(Milliseconds(40)));
        pacing.Take(1);

        Assert.Equal(0, pacing.Due(Milliseconds(539)));
        Assert.InRange(pacing.NextAt(Milliseconds(539)), Milliseconds(540), Milliseconds(540.01));
        Assert.Equal(1, pacing.Due(Milliseconds(540.01)));
    }

    [Fact]
    public void Rate_changes_at_once_and_nothing_of_the_old_rate_is_owed()
    {
        PacedRun run = new(10_000);
        run.Until(TimeSpan.FromSeconds(1), gap: null);
        run.Sleep(TimeSpan.FromSeconds(1));
        run.Pacing.SetRate(100, run.Now);
        long before = run.Total;

        run.Until(run.Now + TimeSpan.FromSeconds(10), gap: null);

        Assert.InRange(run.Total - before, 990, 1_010);
    }

    [Fact]
    public void Rate_set_again_and_again_gives_no_extra_events()
    {
        PacedRun run = new(1);

        for (int i = 0; i < 1_000; i++)
        {
            run.Pacing.SetRate(1, run.Now);
            run.Until(run.Now + Milliseconds(10), gap: null);
        }

        Assert.InRange(run.Total, 10, 12);
    }

    [Fact]
    public void Time_that_was_skipped_is_not_made_up_for()
    {
        PacedRun run = new(1_000);
        run.Until(TimeSpan.FromSeconds(1), gap: null);
        run.Sleep(TimeSpan.FromSeconds(5));
        run.Pacing.Skip(run.Now);
        long before = run.Total;

        run.Until(run.Now + TimeSpan.FromSeconds(1), gap: null);

        Assert.InRange(run.Total - before, 990, 1_010);
    }

    [Fact]
    public void Unpaced_stream_is_always_due()
    {
        StreamPacing pacing = new(0, TimeSpan.Zero);
        pacing.Take(1_000_000);

        Assert.Equal(long.MaxValue, pacing.Due(TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, pacing.NextAt(TimeSpan.Zero));
    }

    // Both ends are drawn often: they are where rounding shows.
    private static double RateFrom1To100000(Random random) =>
        Math.Pow(10, Math.Clamp((random.NextDouble() * 7) - 1, 0, 5));

    private static TimeSpan Milliseconds(double count) => TimeSpan.FromTicks((long)(count * TimeSpan.TicksPerMillisecond));

    // Time for at least 1,000 events, and for enough buckets to speak of a mean.
    private static TimeSpan LongEnough(double rate) => TimeSpan.FromSeconds(Math.Max(10, 1_100 / rate));

    /// <summary>A driver with a clock of its own that takes whatever is due.</summary>
    private sealed class PacedRun(double rate)
    {
        private readonly Dictionary<long, long> _buckets = [];

        public StreamPacing Pacing { get; } = new(rate, TimeSpan.Zero);

        public TimeSpan Now { get; private set; }

        public long Total { get; private set; }

        public void Until(TimeSpan end, Func<TimeSpan, TimeSpan, TimeSpan>? gap)
        {
            while (Now < end)
            {
                long due = Pacing.Due(Now);
                Pacing.Take(due);
                Total += due;
                long bucket = Now.Ticks / Bucket.Ticks;
                _buckets[bucket] = _buckets.GetValueOrDefault(bucket) + due;
                TimeSpan next = Pacing.NextAt(Now);
                Assert.True(next > Now, "a paced stream asked for no time to pass");
                next = gap is null ? next : gap(Now, next);
                Now = next < end ? next : end;
            }
        }

        public void Sleep(TimeSpan time) => Now += time;

        public void AssertRate(double rate)
        {
            double expected = rate * Now.TotalSeconds;
            Assert.InRange(Total, (expected * 0.99) - 1, (expected * 1.01) + 1);
        }

        public void AssertNoBurst(double rate)
        {
            if (rate >= 100)
            {
                double mean = Total / (Now.TotalSeconds * 10);
                Assert.True(_buckets.Values.Max() <= 2 * mean, $"{_buckets.Values.Max()} events in 100 ms, {mean} on average");
            }
        }
    }
}
