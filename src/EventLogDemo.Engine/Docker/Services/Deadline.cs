using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Docker.Services;

/// <summary>When a wait ends, and how much of it is kept back to say why it was in vain.</summary>
internal sealed class Deadline(TimeSpan timeout, TimeProvider time)
{
    private static readonly TimeSpan LongestReserve = TimeSpan.FromSeconds(3);

    private readonly long _began = time.GetTimestamp();

    /// <summary>The length of the wait, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan Timeout { get; } = timeout;

    /// <summary>How long it has lasted.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_began);

    /// <summary>What is kept back at the end: callers often allow the same time and no more, and the reason must reach them.</summary>
    public TimeSpan Reserve => IsEndless ? LongestReserve : TimeSpan.FromTicks(Math.Min(LongestReserve.Ticks, Timeout.Ticks / 5));

    private bool IsEndless => Timeout == System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>A limit that is reached when the wait ends, or with the token.</summary>
    public TimeLimit Limit(CancellationToken cancellationToken) => Limit(Timeout, cancellationToken);

    /// <summary>A limit that is reached when nothing but the reserve is left, or with the token.</summary>
    public TimeLimit LimitBeforeReserve(CancellationToken cancellationToken) =>
        Limit(IsEndless ? Timeout : Timeout - Reserve, cancellationToken);

    private TimeLimit Limit(TimeSpan length, CancellationToken cancellationToken)
    {
        TimeSpan left = length - Elapsed;
        return new TimeLimit(IsEndless ? Timeout : left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
    }
}
