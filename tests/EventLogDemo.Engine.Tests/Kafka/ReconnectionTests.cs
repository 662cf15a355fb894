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
    public void Servers_are_passed_at_doubling_intervals_while_events_wait()
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
    public void Servers_are_not_passed_while_events_are_acknowledged()
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
    public void Idle_appender_passes_no_servers_and_restarts_the_interval()
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
