namespace EventLogDemo.Engine.Stepping;

/// <summary>Reads a <see cref="TimeProvider"/> as <see cref="StepTime"/>. One clock serves all machines of a pipeline.</summary>
public sealed class StepClock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    /// <summary>The provider behind the clock, for waits with a deadline.</summary>
    public TimeProvider TimeProvider { get; } = time;

    /// <summary>The monotonic half of <see cref="Now"/>, for code that runs once per event.</summary>
    public TimeSpan Elapsed => TimeProvider.GetElapsedTime(_origin);

    /// <summary>The current time.</summary>
    public StepTime Now() => new(Elapsed, TimeProvider.GetUtcNow());
}
