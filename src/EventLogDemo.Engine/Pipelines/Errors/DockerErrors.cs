using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>There is no <c>docker</c> command.</summary>
public sealed class DockerNotInstalledException(string attempted, Exception? inner = null)
    : EngineException($"There is no command 'docker' on this machine, so this could not be done: {attempted}.", inner);

/// <summary>Nothing answers where Docker's engine should be.</summary>
public sealed class DockerNotRunningException(Uri endpoint, Exception? inner = null)
    : EngineException($"Docker does not answer at {endpoint}: {inner?.Message.TrimEnd('.') ?? "nobody listens there"}.", inner)
{
    /// <summary>Where it was expected.</summary>
    public Uri Endpoint { get; } = endpoint;

    /// <summary>For one that takes connections and says nothing.</summary>
    public static DockerNotRunningException NoAnswer(Uri endpoint, TimeSpan waited) =>
        new(endpoint, new TimeoutException($"no answer within {waited.TotalSeconds} s"));

    /// <inheritdoc/>
    public override object Target => Endpoint;
}

/// <summary>The user may not talk to Docker's engine.</summary>
public sealed class DockerAccessDeniedException(Uri endpoint, Exception? inner = null)
    : EngineException($"The user '{Environment.UserName}' may not use Docker at {endpoint}.", inner)
{
    /// <summary>Where Docker is.</summary>
    public Uri Endpoint { get; } = endpoint;

    /// <inheritdoc/>
    public override object Target => Endpoint;
}

/// <summary>Docker's engine is older than what is needed.</summary>
public sealed class DockerTooOldException(string foundApi, string neededApi)
    : EngineException($"Docker's API has version {foundApi}; at least {neededApi} is needed (Docker Engine 20.10).")
{
    /// <summary>Version of its API.</summary>
    public string FoundApi { get; } = foundApi;

    /// <summary>Oldest version that will do.</summary>
    public string NeededApi { get; } = neededApi;

    /// <inheritdoc/>
    public override object Target => FoundApi;
}

/// <summary>Docker's engine is named in a way that cannot be used.</summary>
public sealed class DockerEndpointException(string endpoint, string finding)
    : EngineException($"Docker cannot be used at '{endpoint}': {finding}.")
{
    /// <inheritdoc/>
    public override object Target { get; } = endpoint;
}

/// <summary>Docker refused what it was asked for.</summary>
public sealed class DockerRequestException(string attempted, string answer, Exception? inner = null)
    : EngineException($"Docker refused ({attempted}): {PrintableText.Escape(answer, ServiceLogText.MaxLineLength).TrimEnd('.')}.", inner)
{
    /// <summary>What was tried.</summary>
    public string Attempted { get; } = attempted;

    /// <summary>What Docker answered.</summary>
    public string Answer { get; } = answer;
}

/// <summary><c>docker compose</c> is not installed.</summary>
public sealed class ComposeMissingException(string finding)
    : EngineException($"Docker has no command 'compose': {PrintableText.Escape(finding, ServiceLogText.MaxLineLength).TrimEnd('.')}.");

/// <summary><c>docker compose</c> is older than what is needed.</summary>
public sealed class ComposeTooOldException(string found, string needed)
    : EngineException($"Docker Compose has version {PrintableText.Escape(found, ServiceLogText.MaxLineLength)}; at least {needed} is needed.")
{
    /// <summary>Its version.</summary>
    public string Found { get; } = found;

    /// <summary>Oldest version that will do.</summary>
    public string Needed { get; } = needed;

    /// <inheritdoc/>
    public override object Target => Found;
}

/// <summary>The compose file is not where it should be.</summary>
public sealed class ComposeFileMissingException(string path) : EngineException($"There is no compose file '{path}'.")
{
    /// <inheritdoc/>
    public override object Target { get; } = path;
}

/// <summary><c>docker compose</c> failed.</summary>
public sealed class ComposeFailedException(string project, string command, int exitCode, IReadOnlyList<string> lastLines)
    : EngineException(
        $"'docker compose {command}' of project '{project}' ended with exit code {exitCode}{ServiceLogText.Introduce("It said", lastLines)}",
        ServiceLogText.Last(lastLines))
{
    /// <summary>What was run.</summary>
    public string Command { get; } = command;

    /// <summary>Its exit code.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>The last lines that it wrote.</summary>
    public IReadOnlyList<string> LastLines { get; } = lastLines;

    /// <inheritdoc/>
    public override object Target { get; } = project;
}

/// <summary><c>docker compose</c> did not end, and was ended.</summary>
public sealed class ComposeTimeoutException(string project, string command, TimeSpan timeout)
    : EngineException($"'docker compose {command}' of project '{project}' did not end within {timeout.TotalSeconds:0.###} s.")
{
    /// <summary>How long was waited.</summary>
    public TimeSpan Timeout { get; } = timeout;

    /// <inheritdoc/>
    public override object Target { get; } = project;
}

/// <summary>There is no container of a pipeline.</summary>
public sealed class ComposeProjectNotFoundException(string project)
    : EngineException($"Docker has no container of project '{project}'.")
{
    /// <inheritdoc/>
    public override object Target { get; } = project;
}

/// <summary>The containers or the data of a compose project are another pipeline's: Compose tells fewer names apart than pipelines do.</summary>
public sealed class ComposeProjectInUseException(string project, string pipeline, string other)
    : EngineException(
        $"The compose project '{project}', which '{pipeline}' has by its name, is that of the pipeline '{other}': " +
        $"choose another -Name, or use '{other}' by its own name.")
{
    /// <summary>The pipeline whose project it is.</summary>
    public string Other { get; } = other;

    /// <inheritdoc/>
    public override object Target { get; } = pipeline;
}

/// <summary>A container lacks a variable that tells what it runs, or has one that cannot be.</summary>
public sealed class ContainerVariableException(string container, string variable, string finding)
    : EngineException($"The container '{container}' does not say what it runs by its variable {variable}: {finding}.")
{
    /// <summary>Name of the container.</summary>
    public string Container { get; } = container;

    /// <inheritdoc/>
    public override object Target { get; } = variable;
}

/// <summary>A port is taken.</summary>
/// <param name="service">Service that was to have it.</param>
/// <param name="port">The port.</param>
/// <param name="holder">Who has it, or null where that is not known.</param>
public sealed class PortInUseException(string service, int port, string? holder)
    : EngineException($"Port {port} of this machine, meant for '{service}', is taken by {holder ?? "a program that could not be identified"}.")
{
    /// <summary>Service that was to have it.</summary>
    public string Service { get; } = service;

    /// <summary>The port.</summary>
    public int Port { get; } = port;

    /// <summary>Who has it, or null.</summary>
    public string? Holder { get; } = holder;

    /// <inheritdoc/>
    public override object Target => Port;
}

/// <summary>Too little memory.</summary>
public sealed class HostMemoryException(string whose, long foundBytes, long neededBytes)
    : EngineException($"{whose} {foundBytes / 1e9:0.0} GB of memory; at least {neededBytes / 1e9:0.0} GB are needed.")
{
    /// <summary>What there is, in bytes.</summary>
    public long FoundBytes { get; } = foundBytes;

    /// <summary>What is needed, in bytes.</summary>
    public long NeededBytes { get; } = neededBytes;

    /// <inheritdoc/>
    public override object Target => FoundBytes;
}

/// <summary>An image is neither on this machine nor to be had.</summary>
public sealed class ImageMissingException(string image, string finding)
    : EngineException(
        $"The image '{image}' is not on this machine and cannot be pulled: {PrintableText.Escape(finding, ServiceLogText.MaxLineLength).TrimEnd('.')}.")
{
    /// <inheritdoc/>
    public override object Target { get; } = image;
}

/// <summary>The Flink job's jar is nowhere.</summary>
public sealed class JobJarMissingException(IReadOnlyList<string> tried)
    : EngineException($"The Flink job's jar was not found; looked at: {string.Join(", ", tried)}.")
{
    /// <summary>Where it was looked for.</summary>
    public IReadOnlyList<string> Tried { get; } = tried;

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
    public override object Target { get; } = project;
}

/// <summary>A service runs but does not answer.</summary>
public sealed class ServiceNotReadyException(string service, string attempted, TimeSpan waited, string finding, IReadOnlyList<string> lastLines)
    : EngineException(
        $"The service '{service}' was not ready within {waited.TotalSeconds:0.###} s ({attempted}): " +
        $"{PrintableText.Escape(finding, ServiceLogText.MaxLineLength).TrimEnd('.')}{ServiceLogText.Introduce("Last in its log", lastLines)}",
        ServiceLogText.Last(lastLines))
{
    /// <summary>What was tried.</summary>
    public string Attempted { get; } = attempted;

    /// <summary>What its last answer was.</summary>
    public string Finding { get; } = finding;

    /// <summary>The last lines of its log.</summary>
    public IReadOnlyList<string> LastLines { get; } = lastLines;

    /// <inheritdoc/>
    public override object Target { get; } = service;
}

/// <summary>A service ended instead of answering.</summary>
public sealed class ServiceExitedException(string service, string attempted, int exitCode, string? reason, IReadOnlyList<string> lastLines)
    : EngineException(
        $"The service '{service}' ended with exit code {exitCode}{(reason is null ? "" : $", {PrintableText.Escape(reason, ServiceLogText.MaxLineLength)}")} " +
        $"({attempted}){ServiceLogText.Introduce("Last in its log", lastLines)}",
        ServiceLogText.Last(lastLines))
{
    /// <summary>What was tried.</summary>
    public string Attempted { get; } = attempted;

    /// <summary>Its exit code.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>The last lines of its log.</summary>
    public IReadOnlyList<string> LastLines { get; } = lastLines;

    /// <inheritdoc/>
    public override object Target { get; } = service;
}
