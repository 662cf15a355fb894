using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Pipelines;

public sealed class ClosingTests
{
    private readonly List<int> _done = [];

    [Fact]
    public async Task All_are_closed_and_all_failures_are_thrown()
    {
        AggregateException failures = Assert.Throws<AggregateException>(
            () => Closing.All(() => _done.Add(1), () => throw new InvalidTimeZoneException("the second"), () => _done.Add(3)));
        Assert.IsType<InvalidTimeZoneException>(Assert.Single(failures.InnerExceptions));

        failures = await Assert.ThrowsAsync<AggregateException>(async () => await Closing.AllAsync(
            () => DoAsync(4), () => throw new InvalidTimeZoneException("the fifth"), () => DoAsync(6), () => ValueTask.FromException(new IOException())));
        Assert.Equal(2, failures.InnerExceptions.Count);
        Assert.Equal([1, 3, 4, 6], _done);
    }

    [Fact]
    public async Task Failures_of_closing_are_attached_to_the_first()
    {
        InvalidOperationException failure = new("the first");

        Closing.After(failure, () => _done.Add(1), () => throw new InvalidTimeZoneException("the second"), () => _done.Add(3));

        await Closing.AfterAsync(failure, () => DoAsync(4), () => ValueTask.FromException(new IOException("the fifth")), () => DoAsync(6));

        Assert.Collection(
            failure.Data.Values.Cast<string>(),
            first => Assert.Contains("the second", first, StringComparison.Ordinal),
            second => Assert.Contains("the fifth", second, StringComparison.Ordinal));
        Assert.Equal([1, 3, 4, 6], _done);
    }

    private ValueTask DoAsync(int number)
    {
        _done.Add(number);
        return ValueTask.CompletedTask;
    }
}
