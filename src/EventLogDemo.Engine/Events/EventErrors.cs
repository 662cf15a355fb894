using System.Globalization;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Events;

/// <summary>A body is larger than an event may be.</summary>
public sealed class EventTooLargeException : EngineException
{
    /// <summary>For one body.</summary>
    /// <param name="size">Its size in bytes.</param>
    public EventTooLargeException(long size)
        : base(string.Create(
            CultureInfo.InvariantCulture, $"The event has {size:N0} bytes; at most {EventLimits.MaxBodyBytes:N0} are possible.")) =>
        Target = size;

    /// <summary>For items that a stream has passed over.</summary>
    /// <param name="count">How many.</param>
    /// <param name="source">Where they are.</param>
    public EventTooLargeException(long count, string source)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"{count:N0} of the items are larger than the {EventLimits.MaxBodyBytes:N0} bytes that an event may have, and were left out: {source}")) =>
        Target = source;

    /// <summary>Size of the body in bytes, or the source.</summary>
    public override object Target { get; }

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.LimitExceeded;
}

/// <summary>A file of log lines cannot be read.</summary>
public sealed class SourceFileException(string path, string finding, Exception? inner = null)
    : EngineException($"The file '{path}' cannot be read: {finding}.", inner)
{
    /// <summary>What is wrong with it.</summary>
    public string Finding { get; } = finding;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.ReadFailed;

    /// <inheritdoc/>
    public override object Target { get; } = path;
}
