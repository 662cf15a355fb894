using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Docker;

/// <summary><c>docker compose</c> is not installed.</summary>
public sealed class ComposeMissingException(string reason)
    : EngineException($"Docker has no 'compose' command: {PrintableText.Escape(reason, ServiceLogText.MaxLineLength).TrimEnd('.')}.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotInstalled;
}

/// <summary><c>docker compose</c> is too old.</summary>
public sealed class ComposeTooOldException(string found, string needed)
    : EngineException($"Docker Compose has version {PrintableText.Escape(found, ServiceLogText.MaxLineLength)}; version {needed} or later is required.")
{
    /// <summary>Its version.</summary>
    public string Found { get; } = found;

    /// <summary>Oldest supported version.</summary>
    public string Needed { get; } = needed;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotInstalled;

    /// <inheritdoc/>
    public override object Target => Found;
}

/// <summary>The compose file does not exist.</summary>
public sealed class ComposeFileMissingException(string path) : EngineException($"The compose file '{path}' does not exist.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotFound;

    /// <inheritdoc/>
    public override object Target { get; } = path;
}

/// <summary><c>docker compose</c> failed.</summary>
public sealed class ComposeFailedException(string project, string command, int exitCode, IReadOnlyList<string> lastLines)
    : EngineException(
        $"'docker compose {command}' of project '{project}' exited with code {exitCode}{ServiceLogText.QuoteLast(lastLines)}",
        lastLines)
{
    /// <summary>The command that was run.</summary>
    public string Command { get; } = command;

    /// <summary>Its exit code.</summary>
    public int ExitCode { get; } = exitCode;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.UnexpectedResponse;

    /// <inheritdoc/>
    public override object Target { get; } = project;
}

/// <summary><c>docker compose</c> did not finish in time and was killed.</summary>
public sealed class ComposeTimeoutException(string project, string command, TimeSpan timeout)
    : EngineException($"'docker compose {command}' of project '{project}' did not finish within {timeout.TotalSeconds:0.###} s.")
{
    /// <summary>How long the wait was.</summary>
    public TimeSpan Timeout { get; } = timeout;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Timeout;

    /// <inheritdoc/>
    public override object Target { get; } = project;
}

/// <summary>A pipeline has no containers.</summary>
public sealed class ComposeProjectNotFoundException(string project)
    : EngineException($"The compose project '{project}' has no containers.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotFound;

    /// <inheritdoc/>
    public override object Target { get; } = project;
}

/// <summary>The containers or the data of a compose project belong to another pipeline: several pipeline names can map to one project name.</summary>
public sealed class ComposeProjectInUseException(string project, string pipeline, string other)
    : EngineException(
        $"The pipeline '{pipeline}' cannot use the compose project '{project}': it belongs to the pipeline '{other}'.")
{
    /// <summary>The pipeline that owns the project.</summary>
    public string Other { get; } = other;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.AlreadyExists;

    /// <inheritdoc/>
    public override object Target { get; } = pipeline;
}
