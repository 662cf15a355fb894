using EventLogDemo.Engine.Errors;

namespace EventLogDemo.PowerShell.Errors;

/// <summary>Not a duration.</summary>
public sealed class DurationFormatException(string text) : EngineException(SR.DurationFormatMessage.With(text))
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidArgument;

    /// <inheritdoc/>
    public override object Target { get; } = text;
}

/// <summary>Not a size.</summary>
public sealed class SizeFormatException(string text) : EngineException(SR.SizeFormatMessage.With(text))
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidArgument;

    /// <inheritdoc/>
    public override object Target { get; } = text;
}

/// <summary>Not a path of the file system.</summary>
public sealed class NotFileSystemPathException(string path, string finding) : EngineException(SR.NotFileSystemPathMessage.With(path, finding))
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidArgument;

    /// <inheritdoc/>
    public override object Target { get; } = path;
}

/// <summary>Not a name with wildcards.</summary>
public sealed class NamePatternException(string text, Exception inner) : EngineException(SR.NamePatternMessage.With(text), inner)
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidArgument;

    /// <inheritdoc/>
    public override object Target { get; } = text;
}

/// <summary>What came down the pipeline, or was given as an object, is not what the command works on.</summary>
public sealed class InputObjectException(string item, string reason) : EngineException(SR.InputObjectMessage.With(item, reason))
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidArgument;

    /// <inheritdoc/>
    public override object Target { get; } = item;

    internal static void ThrowIf(bool isRefused, string item, string reason)
    {
        if (isRefused)
        {
            throw new InputObjectException(item, reason);
        }
    }
}

/// <summary>An object that cannot be sent as JSON.</summary>
public sealed class EventJsonException(string finding) : EngineException(SR.EventJsonMessage.With(finding))
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidData;

    /// <inheritdoc/>
    public override object Target { get; } = finding;
}
