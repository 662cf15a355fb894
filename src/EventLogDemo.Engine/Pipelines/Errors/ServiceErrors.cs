using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Net;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>A service is down.</summary>
public sealed class ServiceUnavailableException(string service, Uri? endpoint, string attempted, Exception? inner = null)
    : EngineException($"The service '{service}'{EndpointText.At(endpoint)} is down, so this could not be done: {attempted}.", inner)
{
    /// <summary>Name of the service.</summary>
    public string Service { get; } = service;

    /// <summary>Where it was expected.</summary>
    public Uri? Endpoint { get; } = endpoint;

    /// <summary>What was tried.</summary>
    public string Attempted { get; } = attempted;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Unavailable;

    /// <inheritdoc/>
    public override object Target => Service;
}

/// <summary>A service did not answer in time.</summary>
public sealed class ServiceTimeoutException(string service, TimeSpan timeout, string attempted, Uri? endpoint = null)
    : EngineException($"The service '{service}'{EndpointText.At(endpoint)} did not answer within {timeout.TotalSeconds:0.###} s: {attempted}.")
{
    /// <summary>Name of the service.</summary>
    public string Service { get; } = service;

    /// <summary>How long was waited.</summary>
    public TimeSpan Timeout { get; } = timeout;

    /// <summary>What was tried.</summary>
    public string Attempted { get; } = attempted;

    /// <summary>Where it was asked, or null where that is not known.</summary>
    public Uri? Endpoint { get; } = endpoint;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Timeout;

    /// <inheritdoc/>
    public override object Target => Service;
}

/// <summary>There is no service of that name.</summary>
public sealed class UnknownServiceException(string name, IReadOnlyList<string> valid)
    : EngineException($"There is no service '{name}'. The services are: {string.Join(", ", valid)}.")
{
    /// <summary>The services there are.</summary>
    public IReadOnlyList<string> Valid { get; } = valid;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotFound;

    /// <inheritdoc/>
    public override object Target { get; } = name;
}

/// <summary>A service cannot do that from the state it is in.</summary>
public sealed class ServiceStateException(string name, ServiceState state, string attempted)
    : EngineException($"The service '{name}' is {state}, so it cannot be {attempted}.")
{
    /// <summary>The state it is in.</summary>
    public ServiceState State { get; } = state;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidOperation;

    /// <inheritdoc/>
    public override object Target { get; } = name;
}

/// <summary>A service of somebody else's cluster can only be watched.</summary>
public sealed class ServiceNotControllableException(string service, Uri endpoint, string attempted)
    : EngineException($"The service '{service}' is not controllable here, so it cannot be {attempted}: it has no control hook.")
{
    /// <summary>Where it is.</summary>
    public Uri Endpoint { get; } = endpoint;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidOperation;

    /// <inheritdoc/>
    public override object Target { get; } = service;
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
    public override ErrorKind Kind => ErrorKind.Timeout;

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
    public override ErrorKind Kind => ErrorKind.Unavailable;

    /// <inheritdoc/>
    public override object Target { get; } = service;
}

/// <summary>An event was not acknowledged within the delivery timeout.</summary>
public sealed class DeliveryTimeoutException(string service, TimeSpan timeout)
    : EngineException($"The service '{service}' did not acknowledge the events within the delivery timeout of {timeout.TotalSeconds:0.###} s.")
{
    /// <summary>The delivery timeout.</summary>
    public TimeSpan Timeout { get; } = timeout;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Timeout;

    /// <inheritdoc/>
    public override object Target { get; } = service;
}

/// <summary>A producer was closed before its events were acknowledged.</summary>
public sealed class ProducerClosedException()
    : EngineException("The producer was closed before the events were acknowledged.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Aborted;
}

/// <summary>The tables of the store were made by another version.</summary>
public sealed class StoreSchemaException(string keyspace, int found, int known)
    : EngineException($"The tables of the keyspace '{keyspace}' have version {found}; this version of EventLogDemo knows version {known}.")
{
    /// <summary>Version of the tables.</summary>
    public int Found { get; } = found;

    /// <summary>The version that is known.</summary>
    public int Known { get; } = known;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidData;

    /// <inheritdoc/>
    public override object Target { get; } = keyspace;
}
