using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Tests.Stepping;

public sealed class WakeSignalTests
{
    [Theory]
    [InlineData(0.0001, 1)]
    [InlineData(0.2, 1)]
    [InlineData(1, 1)]
    [InlineData(1.7, 2)]
    [InlineData(-1, Timeout.Infinite)]
    public void Wait_is_rounded_up_to_whole_milliseconds(double asked, int counted) =>
        Assert.Equal(counted, WakeSignal.WholeMilliseconds(TimeSpan.FromMilliseconds(asked)));

    [Fact]
    public void Setting_twice_ends_one_wait()
    {
        using WakeSignal signal = new();
        signal.Set();
        signal.Set();

        signal.Wait(Timeout.InfiniteTimeSpan);
        long start = TimeProvider.System.GetTimestamp();
        signal.Wait(TimeSpan.FromMilliseconds(20));

        // Half, because an operating system may end a wait a tick early; a signal left over would end it at once.
        Assert.True(TimeProvider.System.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(10));
    }
}
