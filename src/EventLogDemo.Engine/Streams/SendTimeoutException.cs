using System.Globalization;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Streams;

/// <summary>
/// The log did not accept or acknowledge events sent by hand in time. Accepted events stay buffered and are still delivered if possible.
/// </summary>
/// <param name="buffered">Events that were accepted and are not settled.</param>
/// <param name="attempted">The attempted action, as an infinitive.</param>
/// <param name="timeout">How long the wait was.</param>
public sealed class SendTimeoutException(long buffered, string attempted, TimeSpan timeout)
    : EngineException(string.Create(
        CultureInfo.InvariantCulture,
        $"Cannot {attempted}: the log has not acknowledged {buffered:N0} buffered {(buffered == 1 ? "event" : "events")} within {timeout.TotalSeconds:0.###} s."))
{
    /// <summary>Events that were accepted and are not settled.</summary>
    public long Buffered { get; } = buffered;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Timeout;

    /// <inheritdoc/>
    public override object Target { get; } = buffered;
}
