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
            CultureInfo.InvariantCulture, $"The event has {size:N0} bytes; the limit is {EventLimits.MaxBodyBytes:N0}.")) =>
        Target = size;

    /// <summary>For items that a stream skipped.</summary>
    /// <param name="count">How many.</param>
    /// <param name="source">Where they are.</param>
    public EventTooLargeException(long count, string source)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"{count:N0} items were left out because they are larger than {EventLimits.MaxBodyBytes:N0} bytes: {source}")) =>
        Target = source;

    /// <summary>Size of the body in bytes, or the source of the skipped items.</summary>
    public override object Target { get; }

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.LimitExceeded;
}

/// <summary>A file of log lines cannot be read.</summary>
public sealed class SourceFileException(string path, string reason, Exception? inner = null)
    : EngineException($"Cannot read the file '{path}': {reason}.", inner)
{
    /// <summary>Why it cannot be read.</summary>
    public string Reason { get; } = reason;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.ReadFailed;

    /// <inheritdoc/>
    public override object Target { get; } = path;
}
