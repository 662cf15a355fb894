namespace EventLogDemo.Engine.Events;

/// <summary>Limits of every environment.</summary>
public static class EventLimits
{
    /// <summary>Maximum size of a body in bytes. A larger one is rejected; the events after it are not affected.</summary>
    public const int MaxBodyBytes = 1_000_000;
}
