using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Time.Testing;

namespace EventLogDemo.Engine.Tests.Stepping;

public sealed class TimeLimitTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Call_that_is_in_time_gives_its_result()
    {
        Assert.Equal(1, await TimeLimit.RunAsync(Timeout, _time, _ => Task.FromResult(1), () => 2, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Call_that_takes_too_long_gives_the_result_of_the_timeout()
    {
        Task<int> call = TimeLimit.RunAsync(Timeout, _time, HangAsync, () => 2, TestContext.Current.CancellationToken);
        Assert.False(call.IsCompleted);
        _time.Advance(Timeout);

        Assert.Equal(2, await call);
    }

    [Fact]
    public async Task Call_that_the_caller_cancels_is_cancelled()
    {
        using CancellationTokenSource caller = new();
        Task<int> call = TimeLimit.RunAsync(Timeout, _time, HangAsync, () => 2, caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    private async Task<int> HangAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, _time, cancellationToken);
        return 1;
    }
}
