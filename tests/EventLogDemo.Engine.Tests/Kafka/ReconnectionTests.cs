using EventLogDemo.Engine.Kafka;
using Microsoft.Extensions.Time.Testing;

namespace EventLogDemo.Engine.Tests.Kafka;

public sealed class ReconnectionTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Reconnection _reconnection;
    private int _added;

    public ReconnectionTests() => _reconnection = new Reconnection(_time, () => _added++);

    [Fact]
    public void Events_that_wait_have_the_servers_named_at_doubling_intervals()
    {
        List<double> at = [];
        DateTimeOffset begun = _time.GetUtcNow();
        for (int second = 0; second < 300; second++)
        {
            int before = _added;
            _reconnection.Check(isWaiting: true);
            if (_added > before)
            {
                at.Add((_time.GetUtcNow() - begun).TotalSeconds);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([3, 9, 21, 45, 93, 153, 213, 273], at);
    }

    [Fact]
    public void Events_that_are_acknowledged_in_time_need_no_servers()
    {
        for (int second = 0; second < 60; second++)
        {
            _reconnection.Check(isWaiting: true);
            _time.Advance(TimeSpan.FromSeconds(1));
            if (second % 2 == 1)
            {
                _reconnection.Reached();
            }
        }

        Assert.Equal(0, _added);
    }

    [Fact]
    public void Appender_without_events_needs_no_servers_and_begins_anew_with_the_next()
    {
        _reconnection.Check(isWaiting: true);
        _time.Advance(TimeSpan.FromHours(1));
        _reconnection.Check(isWaiting: false);
        _reconnection.Check(isWaiting: true);
        Assert.Equal(0, _added);
        _time.Advance(Reconnection.FirstInterval);
        _reconnection.Check(isWaiting: true);
        Assert.Equal(1, _added);
    }
}
