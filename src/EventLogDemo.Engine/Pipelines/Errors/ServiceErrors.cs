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
    public override object Target => Service;
}

/// <summary>There is no service of that name.</summary>
public sealed class UnknownServiceException(string name, IReadOnlyList<string> valid)
    : EngineException($"There is no service '{name}'. The services are: {string.Join(", ", valid)}.")
{
    /// <summary>The services there are.</summary>
    public IReadOnlyList<string> Valid { get; } = valid;

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
    public override object Target { get; } = name;
}

/// <summary>An event was not acknowledged within the delivery timeout.</summary>
public sealed class DeliveryTimeoutException(string service, TimeSpan timeout)
    : EngineException($"The service '{service}' did not acknowledge the events within the delivery timeout of {timeout.TotalSeconds:0.###} s.")
{
    /// <summary>The delivery timeout.</summary>
    public TimeSpan Timeout { get; } = timeout;

    /// <inheritdoc/>
    public override object Target { get; } = service;
}

/// <summary>A producer was closed before its events were acknowledged.</summary>
public sealed class ProducerClosedException()
    : EngineException("The producer was closed before the events were acknowledged.");
