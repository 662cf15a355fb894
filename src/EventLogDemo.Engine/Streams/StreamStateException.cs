using System.Globalization;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Streams;

/// <summary>A stream cannot do that from the state it is in.</summary>
public sealed class StreamStateException(int id, LogStreamState state, string attempted)
    : EngineException(string.Create(CultureInfo.InvariantCulture, $"Cannot {attempted} stream {id}: it is {state}."))
{
    /// <summary>The state it is in.</summary>
    public LogStreamState State { get; } = state;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidOperation;

    /// <inheritdoc/>
    public override object Target { get; } = id;
}
