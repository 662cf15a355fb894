namespace EventLogDemo.Engine.Stepping;

/// <summary>A time as a machine sees it: a monotonic reading for measuring and the wall clock for recording.</summary>
/// <param name="Elapsed">Monotonic time since the clock was created; never decreases, even when the wall clock is set.</param>
/// <param name="Utc">Wall clock, UTC.</param>
public readonly record struct StepTime(TimeSpan Elapsed, DateTimeOffset Utc)
{
    /// <summary>Returned by a machine that has nothing to do until it is woken.</summary>
    public static readonly TimeSpan Never = TimeSpan.MaxValue;

    /// <summary>Microseconds since 1970-01-01T00:00:00Z.</summary>
    public long UtcMicroseconds => (Utc.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
}
