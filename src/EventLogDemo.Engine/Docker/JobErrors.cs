using System.Globalization;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Docker;

/// <summary>The jar of the Flink job was not found.</summary>
public sealed class JobJarMissingException(IReadOnlyList<string> tried)
    : EngineException($"The jar of the Flink job was not found. Searched: {string.Join(", ", tried)}.")
{
    /// <summary>Where it was searched.</summary>
    public IReadOnlyList<string> Tried { get; } = tried;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotFound;

    /// <inheritdoc/>
    public override object? Target { get; } = tried.Count > 0 ? tried[^1] : null;
}

/// <summary>The jar of the Flink job does not exist, and this machine lacks the tools to build it.</summary>
public sealed class JobBuildToolsException(string project, string reason, Exception? inner = null)
    : EngineException(
        $"Cannot build the jar of the Flink job from '{project}': {PrintableText.Escape(reason, ServiceLogText.MaxLineLength).TrimEnd('.')}.",
        inner)
{
    /// <summary>What is missing.</summary>
    public string Reason { get; } = reason;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotInstalled;

    /// <inheritdoc/>
    public override object Target { get; } = project;
}

/// <summary>Maven could not build the Flink job.</summary>
public sealed class JobBuildException(string project, int exitCode, IReadOnlyList<string> lastLines)
    : EngineException(
        string.Create(
            CultureInfo.InvariantCulture,
            // Maven prints first what failed, and then where to read about it.
            $"Cannot build the Flink job in '{project}': Maven exited with code {exitCode}{ServiceLogText.QuoteFirst(lastLines)}"),
        lastLines)
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Aborted;

    /// <inheritdoc/>
    public override object Target { get; } = project;
}
