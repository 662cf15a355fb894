using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Docker;

/// <summary>There is no <c>docker</c> command.</summary>
public sealed class DockerNotInstalledException(string attempted, Exception? inner = null)
    : EngineException($"Cannot {attempted}: this machine has no 'docker' command.", inner)
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotInstalled;
}

/// <summary>Docker's engine does not answer at its address.</summary>
public sealed class DockerNotRunningException(Uri endpoint, Exception? inner = null)
    : EngineException($"Docker does not answer at {endpoint}: {inner?.Message.TrimEnd('.') ?? "nothing listens there"}.", inner)
{
    /// <summary>Where it was expected.</summary>
    public Uri Endpoint { get; } = endpoint;

    /// <summary>For an engine that accepts the connection but does not respond.</summary>
    public static DockerNotRunningException NoAnswer(Uri endpoint, TimeSpan waited) =>
        new(endpoint, new TimeoutException($"no answer within {waited.TotalSeconds} s"));

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Unavailable;

    /// <inheritdoc/>
    public override object Target => Endpoint;
}

/// <summary>The user is not allowed to use Docker's engine.</summary>
public sealed class DockerAccessDeniedException(Uri endpoint, Exception? inner = null)
    : EngineException($"The user '{Environment.UserName}' may not use Docker at {endpoint}.", inner)
{
    /// <summary>The engine's address.</summary>
    public Uri Endpoint { get; } = endpoint;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.PermissionDenied;

    /// <inheritdoc/>
    public override object Target => Endpoint;
}

/// <summary>Docker's engine is too old.</summary>
public sealed class DockerTooOldException(string foundApi, string neededApi)
    : EngineException($"Docker's API has version {foundApi}; version {neededApi} (Docker Engine 20.10) or later is required.")
{
    /// <summary>Version of its API.</summary>
    public string FoundApi { get; } = foundApi;

    /// <summary>Oldest supported version.</summary>
    public string NeededApi { get; } = neededApi;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotInstalled;

    /// <inheritdoc/>
    public override object Target => FoundApi;
}

/// <summary>The configured address of Docker's engine cannot be used.</summary>
public sealed class DockerEndpointException(string endpoint, string reason)
    : EngineException($"Cannot use Docker at '{endpoint}': {reason}.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidArgument;

    /// <inheritdoc/>
    public override object Target { get; } = endpoint;
}

/// <summary>Docker refused a request.</summary>
public sealed class DockerRequestException(string attempted, string answer, Exception? inner = null)
    : EngineException($"Docker refused to {attempted}: {PrintableText.Escape(answer, ServiceLogText.MaxLineLength).TrimEnd('.')}.", inner)
{
    /// <summary>What was tried.</summary>
    public string Attempted { get; } = attempted;

    /// <summary>Docker's response.</summary>
    public string Answer { get; } = answer;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.UnexpectedResponse;
}

/// <summary>A container lacks a variable that identifies its pipeline, or the variable has an invalid value.</summary>
public sealed class ContainerVariableException(string container, string variable, string reason)
    : EngineException($"The container '{container}' does not identify its pipeline by the variable {variable}: {reason}.")
{
    /// <summary>Name of the container.</summary>
    public string Container { get; } = container;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidData;

    /// <inheritdoc/>
    public override object Target { get; } = variable;
}
