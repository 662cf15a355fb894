namespace EventLogDemo.Engine.Stepping;

/// <summary>A moment as a machine sees it: a monotonic reading to measure by and the wall clock to write down.</summary>
/// <param name="Elapsed">Monotonic time since the clock was made; never goes back, whatever is done to the wall clock.</param>
/// <param name="Utc">Wall clock, UTC.</param>
public readonly record struct StepTime(TimeSpan Elapsed, DateTimeOffset Utc)
{
    /// <summary>Returned by a machine that has nothing to do until it is woken.</summary>
    public static readonly TimeSpan Never = TimeSpan.MaxValue;

    /// <summary>Microseconds since 1970-01-01T00:00:00Z.</summary>
    public long UtcMicroseconds => (Utc.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
}
