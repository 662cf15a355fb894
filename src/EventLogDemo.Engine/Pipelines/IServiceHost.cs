namespace EventLogDemo.Engine.Pipelines;

/// <summary>The services of an environment: their states, the supported actions, and their logs.</summary>
public interface IServiceHost
{
    /// <summary>Names of the services, in the order in which data passes them.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>State of one service.</summary>
    /// <exception cref="UnknownServiceException">There is no such service; the exception lists the existing ones.</exception>
    ValueTask<ServiceStatus> GetStatusAsync(string name, CancellationToken cancellationToken);

    /// <summary>The actions that a service supports; empty if it can only be observed.</summary>
    /// <exception cref="UnknownServiceException">There is no such service.</exception>
    IReadOnlySet<ServiceAction> GetSupportedActions(string name);

    /// <summary>
    /// Carries out an action on a service and waits for the effect (ready means a working round trip, not "running"). Actions on one
    /// service take turns; an action that has nothing left to do does nothing.
    /// </summary>
    /// <param name="name">Name of the service.</param>
    /// <param name="action">The action.</param>
    /// <param name="timeout">How long it may take in all, including the wait for a turn. The error of a timeout may take a few seconds more, to gather the evidence.</param>
    /// <param name="cancellationToken">Cancels the action.</param>
    /// <exception cref="UnknownServiceException">There is no such service.</exception>
    /// <exception cref="ServiceNotControllableException">The action is not supported.</exception>
    /// <exception cref="ServiceStateException">The action is not possible in its current state.</exception>
    /// <exception cref="ServiceTimeoutException">It took too long.</exception>
    /// <exception cref="ServiceNotReadyException">It runs and was not ready in time; the exception carries its last log lines.</exception>
    /// <exception cref="ServiceExitedException">It exited instead.</exception>
    ValueTask ActAsync(string name, ServiceAction action, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>The last lines that a service has logged, oldest first, unchanged.</summary>
    /// <param name="name">Name of the service.</param>
    /// <param name="last">Maximum number of existing lines; at least 0.</param>
    /// <param name="follow">Whether to continue with new lines, until cancelled.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    IAsyncEnumerable<string> ReadLogAsync(string name, int last, bool follow, CancellationToken cancellationToken);
}

/// <summary>State of a service.</summary>
public enum ServiceState
{
    /// <summary>It answers.</summary>
    Ready,

    /// <summary>It was stopped or never started.</summary>
    Stopped,

    /// <summary>It was killed or died.</summary>
    Killed,

    /// <summary>It is frozen.</summary>
    Suspended,

    /// <summary>It failed with an error of its own (such as a full disk); the reason is in <see cref="ServiceStatus.Detail"/>.</summary>
    Failed,

    /// <summary>It does not answer within the request timeout.</summary>
    Unresponsive,
}

/// <summary>Status of a service at one point in time.</summary>
/// <param name="Name">Name of the service.</param>
/// <param name="State">Its state.</param>
/// <param name="Since">When it entered that state (UTC).</param>
/// <param name="Endpoint">Where it is.</param>
/// <param name="RestartCount">How often it was restarted since this process attached.</param>
/// <param name="Detail">The reason of a failure, or null.</param>
public sealed record ServiceStatus(
    string Name, ServiceState State, DateTimeOffset Since, Uri Endpoint, int RestartCount, string? Detail);
