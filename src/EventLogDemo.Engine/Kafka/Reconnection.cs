namespace EventLogDemo.Engine.Kafka;

/// <summary>
/// Passes the bootstrap servers to a client again while events wait and none is acknowledged. A broker that shuts down answers for a few
/// milliseconds with metadata that lists no brokers. librdkafka then drops every broker it knows and cancels the re-bootstrap that the
/// closed connection has started, so it would never reconnect (librdkafka issue 5301).
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="addServers">Passes the servers to the client; a connected one ignores them.</param>
internal sealed class Reconnection(TimeProvider time, Action addServers)
{
    /// <summary>How long events wait before the servers are passed for the first time.</summary>
    public static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(3);

    /// <summary>Maximum interval. The client keeps each list that it is given, so the intervals double up to this one.</summary>
    public static readonly TimeSpan LastInterval = TimeSpan.FromMinutes(1);

    private TimeSpan _interval = FirstInterval;
    private long? _waitsSince;

    /// <summary>An event was acknowledged.</summary>
    public void Reached()
    {
        _waitsSince = null;
        _interval = FirstInterval;
    }

    /// <summary>Passes the servers when it is time; to be called repeatedly.</summary>
    /// <param name="isWaiting">Whether events wait to be acknowledged.</param>
    public void Check(bool isWaiting)
    {
        if (!isWaiting)
        {
            Reached();
        }
        else if (_waitsSince is not { } since)
        {
            _waitsSince = time.GetTimestamp();
        }
        else if (time.GetElapsedTime(since) >= _interval)
        {
            addServers();
            _waitsSince = time.GetTimestamp();
            _interval = _interval * 2 < LastInterval ? _interval * 2 : LastInterval;
        }
    }
}
