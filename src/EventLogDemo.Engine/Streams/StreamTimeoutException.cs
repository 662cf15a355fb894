using System.Globalization;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Streams;

/// <summary>A stream has not ended in time. It continues.</summary>
/// <param name="stream">The stream when the wait ended.</param>
/// <param name="attempted">The attempted action, as a verb: "drain".</param>
/// <param name="timeout">How long the wait was.</param>
public sealed class StreamTimeoutException(LogStreamSnapshot stream, string attempted, TimeSpan timeout)
    : EngineException(string.Create(
        CultureInfo.InvariantCulture,
        $"Cannot {attempted} stream {stream.Id}: after {timeout.TotalSeconds:0.###} s it is {stream.State}, with {stream.Buffered:N0} events buffered."))
{
    /// <summary>The stream when the wait ended.</summary>
    public LogStreamSnapshot Stream { get; } = stream;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Timeout;

    /// <inheritdoc/>
    public override object Target { get; } = stream.Id;
}
