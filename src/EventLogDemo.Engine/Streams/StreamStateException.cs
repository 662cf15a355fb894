using System.Globalization;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Streams;

/// <summary>The action is not possible in the stream's current state.</summary>
public sealed class StreamStateException(int id, LogStreamState state, string attempted)
    : EngineException(string.Create(CultureInfo.InvariantCulture, $"Cannot {attempted} stream {id}: it is {state}."))
{
    /// <summary>The current state of the stream.</summary>
    public LogStreamState State { get; } = state;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidOperation;

    /// <inheritdoc/>
    public override object Target { get; } = id;
}
