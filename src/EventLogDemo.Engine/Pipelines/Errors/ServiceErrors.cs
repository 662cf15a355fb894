using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Net;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>A service is down.</summary>
/// <param name="service">Name of the service.</param>
/// <param name="endpoint">Where it was expected, or null when unknown.</param>
/// <param name="attempted">What was tried, as an infinitive: "read events".</param>
/// <param name="reason">What showed that it is down, if more is known.</param>
/// <param name="inner">The cause.</param>
public sealed class ServiceUnavailableException(
    string service, Uri? endpoint, string attempted, string? reason = null, Exception? inner = null)
    : EngineException(
        $"Cannot {attempted}: {service}{EndpointText.At(endpoint)} is down{(reason is null ? "" : $" ({reason.TrimEnd('.')})")}.", inner)
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

/// <summary>A service did not answer in time, or an action on it did not finish in time.</summary>
public sealed class ServiceTimeoutException : EngineException
{
    /// <summary>A service did not answer.</summary>
    public ServiceTimeoutException(string service, TimeSpan timeout, string attempted, Uri? endpoint = null)
        : this(
            service,
            timeout,
            attempted,
            endpoint,
            $"Cannot {attempted}: {service}{EndpointText.At(endpoint)} did not answer within {timeout.TotalSeconds:0.###} s.")
    {
    }

    private ServiceTimeoutException(string service, TimeSpan timeout, string attempted, Uri? endpoint, string message)
        : base(message)
    {
        Service = service;
        Timeout = timeout;
        Attempted = attempted;
        Endpoint = endpoint;
    }

    /// <summary>Name of the service.</summary>
    public string Service { get; }

    /// <summary>How long the wait was.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>What was tried.</summary>
    public string Attempted { get; }

    /// <summary>Where the request was sent, or null when unknown.</summary>
    public Uri? Endpoint { get; }

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Timeout;

    /// <inheritdoc/>
    public override object Target => Service;

    /// <summary>For an action that did not finish.</summary>
    /// <param name="service">Name of the service.</param>
    /// <param name="action">The action.</param>
    /// <param name="timeout">How long the wait was.</param>
    /// <param name="missing">What was missing, as a clause: "it still answers".</param>
    public static ServiceTimeoutException Of(string service, ServiceAction action, TimeSpan timeout, string missing) =>
        Of(service, ServiceActionTraits.Of(action).Verb + ' ' + service, timeout, missing);

    /// <summary>For a service that was not ready.</summary>
    /// <param name="service">Name of the service.</param>
    /// <param name="timeout">How long the wait was.</param>
    /// <param name="missing">What was missing, as a clause: "it is Stopped".</param>
    public static ServiceTimeoutException OfWait(string service, TimeSpan timeout, string missing) => new(
        service,
        timeout,
        "wait",
        null,
        $"{service} was not ready within {timeout.TotalSeconds:0.###} s: {PrintableText.Escape(missing, ServiceLogText.MaxLineLength).TrimEnd('.')}.");

    private static ServiceTimeoutException Of(string service, string attempted, TimeSpan timeout, string missing) => new(
        service,
        timeout,
        attempted,
        null,
        $"Cannot {attempted} within {timeout.TotalSeconds:0.###} s: {PrintableText.Escape(missing, ServiceLogText.MaxLineLength).TrimEnd('.')}.");
}

/// <summary>There is no service of that name.</summary>
public sealed class UnknownServiceException(string name, IReadOnlyList<string> valid)
    : EngineException($"There is no service '{name}'. Services: {string.Join(", ", valid)}.")
{
    /// <summary>Names of the services.</summary>
    public IReadOnlyList<string> Valid { get; } = valid;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotFound;

    /// <inheritdoc/>
    public override object Target { get; } = name;
}

/// <summary>An action is not possible in the state of a service.</summary>
public sealed class ServiceStateException(string name, ServiceState state, ServiceAction action)
    : EngineException($"Cannot {ServiceActionTraits.Of(action).Verb} {name}: it is {state}.")
{
    /// <summary>The current state.</summary>
    public ServiceState State { get; } = state;

    /// <summary>What was tried.</summary>
    public ServiceAction Action { get; } = action;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidOperation;

    /// <inheritdoc/>
    public override object Target { get; } = name;

    /// <summary>Throws when an action is not possible in a state.</summary>
    public static void ThrowIf(bool isImpossible, string name, ServiceState state, ServiceAction action)
    {
        if (isImpossible)
        {
            throw new ServiceStateException(name, state, action);
        }
    }
}

/// <summary>The environment does not support an action on a service, as with external clusters.</summary>
public sealed class ServiceNotControllableException(string service, string attempted)
    : EngineException($"Cannot {attempted} {service}: its environment offers no way to do that.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidOperation;

    /// <inheritdoc/>
    public override object Target { get; } = service;

    /// <summary>Throws when a host does not support an action on a service.</summary>
    public static void ThrowIfUnsupported(IServiceHost services, string service, ServiceAction action) =>
        ThrowIf(!services.GetSupportedActions(service).Contains(action), service, action);

    internal static void ThrowIf(bool isUnsupported, string service, ServiceAction action)
    {
        if (isUnsupported)
        {
            throw new ServiceNotControllableException(service, ServiceActionTraits.Of(action).Verb);
        }
    }
}

/// <summary>A service runs but does not answer.</summary>
public sealed class ServiceNotReadyException(string service, string attempted, TimeSpan waited, string reason, IReadOnlyList<string> lastLines)
    : EngineException(
        $"Cannot {attempted} {service} within {waited.TotalSeconds:0.###} s: " +
        $"{PrintableText.Escape(reason, ServiceLogText.MaxLineLength).TrimEnd('.')}{ServiceLogText.QuoteLog(lastLines)}",
        lastLines)
{
    /// <summary>What was tried.</summary>
    public string Attempted { get; } = attempted;

    /// <summary>What its last answer was.</summary>
    public string Reason { get; } = reason;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Timeout;

    /// <inheritdoc/>
    public override object Target { get; } = service;
}

/// <summary>A service exited instead of becoming ready.</summary>
public sealed class ServiceExitedException(string service, string attempted, int exitCode, string? reason, IReadOnlyList<string> lastLines)
    : EngineException(
        $"Cannot {attempted} {service}: it exited with code {exitCode}" +
        $"{(reason is null ? "" : $", {PrintableText.Escape(reason, ServiceLogText.MaxLineLength)}")}{ServiceLogText.QuoteLog(lastLines)}",
        lastLines)
{
    /// <summary>What was tried.</summary>
    public string Attempted { get; } = attempted;

    /// <summary>Its exit code.</summary>
    public int ExitCode { get; } = exitCode;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Unavailable;

    /// <inheritdoc/>
    public override object Target { get; } = service;
}

/// <summary>An event was not acknowledged within the delivery timeout.</summary>
public sealed class DeliveryTimeoutException(string service, TimeSpan timeout)
    : EngineException($"{service} did not acknowledge the events within the delivery timeout of {timeout.TotalSeconds:0.###} s.")
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

/// <summary>The tables of the store were created by another version.</summary>
public sealed class StoreSchemaException(string keyspace, int found, int known)
    : EngineException($"The tables of the keyspace '{keyspace}' have version {found}; this version of EventLogDemo supports version {known}.")
{
    /// <summary>Version of the tables.</summary>
    public int Found { get; } = found;

    /// <summary>The supported version.</summary>
    public int Known { get; } = known;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidData;

    /// <inheritdoc/>
    public override object Target { get; } = keyspace;
}
