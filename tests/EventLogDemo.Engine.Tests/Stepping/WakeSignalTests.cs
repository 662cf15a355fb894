using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Tests.Stepping;

public sealed class WakeSignalTests
{
    [Theory]
    [InlineData(0.2)]
    [InlineData(1.7)]
    public void Wait_is_never_shorter_than_asked_for_so_that_no_driver_spins(double milliseconds)
    {
        using WakeSignal signal = new();
        TimeSpan asked = TimeSpan.FromMilliseconds(milliseconds);
        long start = TimeProvider.System.GetTimestamp();

        signal.Wait(asked);

        Assert.True(TimeProvider.System.GetElapsedTime(start) >= asked);
    }

    [Fact]
    public void Set_ends_the_next_wait_once()
    {
        using WakeSignal signal = new();
        signal.Set();
        signal.Set();

        signal.Wait(Timeout.InfiniteTimeSpan);
        long start = TimeProvider.System.GetTimestamp();
        signal.Wait(TimeSpan.FromMilliseconds(5));

        Assert.True(TimeProvider.System.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(4));
    }
}
