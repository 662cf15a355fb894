using System.Globalization;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Docker;

/// <summary>The Flink job's jar is nowhere.</summary>
public sealed class JobJarMissingException(IReadOnlyList<string> tried)
    : EngineException($"The Flink job's jar was not found; looked at: {string.Join(", ", tried)}.")
{
    /// <summary>Where it was looked for.</summary>
    public IReadOnlyList<string> Tried { get; } = tried;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotFound;

    /// <inheritdoc/>
    public override object? Target { get; } = tried.Count > 0 ? tried[^1] : null;
}

/// <summary>The Flink job's jar is not there, and this machine lacks what builds it.</summary>
public sealed class JobBuildToolsException(string project, string finding, Exception? inner = null)
    : EngineException(
        $"The Flink job's jar is not there and cannot be built from '{project}': {PrintableText.Escape(finding, ServiceLogText.MaxLineLength).TrimEnd('.')}.",
        inner)
{
    /// <summary>What is missing.</summary>
    public string Finding { get; } = finding;

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
            $"Maven ended with exit code {exitCode} for '{project}'{ServiceLogText.Introduce("It said", lastLines)}"),
        // Maven says first what failed, and then where to read about it.
        ServiceLogText.Last(lastLines, lastLines.Count))
{
    /// <summary>The last lines that it wrote.</summary>
    public IReadOnlyList<string> LastLines { get; } = lastLines;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Aborted;

    /// <inheritdoc/>
    public override object Target { get; } = project;
}
