using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Embedded.Store;

/// <summary>Which records cannot be stored, and why.</summary>
internal static class DeadLetter
{
    /// <summary>The reason in UTF-8, or empty for a record that can be stored.</summary>
    public static ReadOnlySpan<byte> ReasonFor(in EventView record) =>
        record.Identity.Version > EventIdentity.CurrentVersion ? "the identity has a layout that this version does not support"u8
        : record.Body.Length > EventLimits.MaxBodyBytes ? "the body is larger than an event may be"u8
        : default;
}
