using EventLogDemo.Engine.Environments;

namespace EventLogDemo.Engine.Tests.Environments;

public sealed class UndoTests
{
    [Fact]
    public void Act_that_fails_keeps_no_other_from_being_done_and_goes_with_the_first_failure()
    {
        InvalidOperationException failure = new("the first");
        List<int> done = [];

        Undo.All(failure, () => done.Add(1), () => throw new InvalidTimeZoneException("the second"), () => done.Add(3));

        Assert.Equal([1, 3], done);
        Assert.Contains("the second", Assert.IsType<string>(Assert.Single(failure.Data.Values.Cast<object>())), StringComparison.Ordinal);
    }
}
