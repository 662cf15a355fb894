namespace EventLogDemo.Engine.Events;

/// <summary>What every environment holds to.</summary>
public static class EventLimits
{
    /// <summary>Largest body in bytes. A larger one is refused and the next goes on.</summary>
    public const int MaxBodyBytes = 1_000_000;
}
