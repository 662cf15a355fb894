using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Docker;

/// <summary><c>docker compose</c> is not installed.</summary>
public sealed class ComposeMissingException(string finding)
    : EngineException($"Docker has no 'compose' command: {PrintableText.Escape(finding, ServiceLogText.MaxLineLength).TrimEnd('.')}.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotInstalled;
}

/// <summary><c>docker compose</c> is older than what is needed.</summary>
public sealed class ComposeTooOldException(string found, string needed)
    : EngineException($"Docker Compose has version {PrintableText.Escape(found, ServiceLogText.MaxLineLength)}; version {needed} or later is required.")
{
    /// <summary>Its version.</summary>
    public string Found { get; } = found;

    /// <summary>Oldest version that will do.</summary>
    public string Needed { get; } = needed;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotInstalled;

    /// <inheritdoc/>
    public override object Target => Found;
}

/// <summary>The compose file is not where it should be.</summary>
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
    /// <summary>What was run.</summary>
    public string Command { get; } = command;

    /// <summary>Its exit code.</summary>
    public int ExitCode { get; } = exitCode;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.UnexpectedResponse;

    /// <inheritdoc/>
    public override object Target { get; } = project;
}

/// <summary><c>docker compose</c> did not finish in time and was ended.</summary>
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

/// <summary>There is no container of a pipeline.</summary>
public sealed class ComposeProjectNotFoundException(string project)
    : EngineException($"The compose project '{project}' has no containers.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotFound;

    /// <inheritdoc/>
    public override object Target { get; } = project;
}

/// <summary>The containers or the data of a compose project are another pipeline's: Compose tells fewer names apart than pipelines do.</summary>
public sealed class ComposeProjectInUseException(string project, string pipeline, string other)
    : EngineException(
        $"The pipeline '{pipeline}' cannot use the compose project '{project}': it belongs to the pipeline '{other}'.")
{
    /// <summary>The pipeline whose project it is.</summary>
    public string Other { get; } = other;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.AlreadyExists;

    /// <inheritdoc/>
    public override object Target { get; } = pipeline;
}
