namespace EventLogDemo.Engine.Stepping;

/// <summary>The moment at which a wait ends. One wait has one deadline, regardless of how many calls it consists of.</summary>
/// <param name="timeout">Length of the wait, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</param>
/// <param name="time">The clock.</param>
internal sealed class Deadline(TimeSpan timeout, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>Length of the whole wait, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan Timeout { get; } = timeout;

    /// <summary>The clock that measures the wait.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>How long the wait has lasted.</summary>
    public TimeSpan Elapsed => Time.GetElapsedTime(_start);

    /// <summary>What is left of the wait, never negative, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan Remaining
    {
        get
        {
            if (Timeout == System.Threading.Timeout.InfiniteTimeSpan)
            {
                return Timeout;
            }

            TimeSpan left = Timeout - Elapsed;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Whether the wait is over.</summary>
    public bool HasPassed => Remaining == TimeSpan.Zero;

    /// <summary>A token source that is cancelled at the deadline, or with the caller's token.</summary>
    public TimeLimit Limit(CancellationToken cancellationToken) => new(Remaining, Time, cancellationToken);
}
