using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Time.Testing;

namespace EventLogDemo.Engine.Tests.Stepping;

public sealed class PollTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private int _checks;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Condition_that_holds_gives_its_value_at_once()
    {
        Assert.Equal(7, await Poll(10).UntilAsync(_ => Task.FromResult(Check.Holds(7)), Fail, Token));
    }

    [Fact]
    public async Task Condition_is_checked_at_the_interval_until_it_holds()
    {
        Task<int> wait = Poll(10).UntilAsync(_ => Count(4), Fail, Token);
        for (int expected = 1; expected < 4; expected++)
        {
            Assert.Equal(expected, _checks);
            _time.Advance(Interval / 2);
            Assert.Equal(expected, _checks);
            _time.Advance(Interval / 2);
        }

        Assert.Equal(4, await wait);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2.5, 4)]
    public async Task Wait_that_times_out_checks_at_the_deadline_and_reports_the_last_reason(double seconds, int checks)
    {
        Task<int> wait = Poll(seconds).UntilAsync(_ => Count(100), Fail, Token);
        for (int i = 0; i < 5; i++)
        {
            _time.Advance(Interval / 2);
        }

        TimeoutException error = await Assert.ThrowsAsync<TimeoutException>(() => wait);
        Assert.Equal(($"no {checks}", checks), (error.Message, _checks));
    }

    [Fact]
    public async Task Check_that_hangs_ends_at_the_deadline_with_the_previous_reason()
    {
        Task<int> wait = Poll(3).UntilAsync(
            async token =>
            {
                if (++_checks == 2)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
                }

                return Check.NotYet<int>($"no {_checks}");
            },
            Fail,
            Token);
        _time.Advance(Interval);
        _time.Advance(Interval * 2);

        Assert.Equal("no 1", (await Assert.ThrowsAsync<TimeoutException>(() => wait)).Message);
    }

    [Fact]
    public async Task Exception_that_means_not_yet_is_the_reason_and_any_other_ends_the_wait()
    {
        Poll poll = new(new Deadline(Interval, _time), Interval) { IsNotYet = failure => failure is IOException };
        Task<int> wait = poll.UntilAsync<int>(_ => throw (++_checks == 1 ? new IOException("refused") : new InvalidOperationException("broken")), Fail, Token);
        Assert.False(wait.IsCompleted);
        _time.Advance(Interval);

        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => wait)).Message);

        Task<int> refused = new Poll(new Deadline(TimeSpan.Zero, _time), Interval) { IsNotYet = poll.IsNotYet }
            .UntilAsync<int>(_ => throw new IOException("refused"), Fail, Token);
        Assert.Equal("refused", (await Assert.ThrowsAsync<TimeoutException>(() => refused)).Message);
    }

    [Fact]
    public async Task Cancelled_wait_is_not_a_timeout()
    {
        using CancellationTokenSource caller = new();
        Task<int> wait = Poll(10).UntilAsync(_ => Count(100), Fail, caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task Wait_without_a_deadline_continues()
    {
        Poll endless = new(new Deadline(Timeout.InfiniteTimeSpan, _time), Interval);
        Task<int> wait = endless.UntilAsync(_ => Count(100), Fail, Token);
        for (int i = 0; i < 99; i++)
        {
            _time.Advance(Interval);
        }

        Assert.Equal(100, await wait);
    }

    private static TimeoutException Fail(string missing) => new(missing);

    private Poll Poll(double seconds) => new(new Deadline(TimeSpan.FromSeconds(seconds), _time), Interval);

    private Task<Check<int>> Count(int wanted) =>
        Task.FromResult(++_checks == wanted ? Check.Holds(_checks) : Check.NotYet<int>($"no {_checks}"));
}
