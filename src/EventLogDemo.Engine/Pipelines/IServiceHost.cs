namespace EventLogDemo.Engine.Pipelines;

/// <summary>The services of an environment: what state they are in, what can be done to them, and what they have logged.</summary>
public interface IServiceHost
{
    /// <summary>Names of the services, in the order data meets them.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>State of one service.</summary>
    /// <exception cref="UnknownServiceException">There is no such service; the exception names those there are.</exception>
    ValueTask<ServiceStatus> GetStatusAsync(string name, CancellationToken cancellationToken);

    /// <summary>What can be done to a service; nothing where it can only be observed.</summary>
    /// <exception cref="UnknownServiceException">There is no such service.</exception>
    IReadOnlySet<ServiceAction> GetSupportedActions(string name);

    /// <summary>
    /// Does something to a service and waits for the effect (ready is a working round trip, not "running"). Actions on one service take
    /// turns; one that has nothing left to do does nothing.
    /// </summary>
    /// <param name="name">Name of the service.</param>
    /// <param name="action">What is done.</param>
    /// <param name="timeout">How long all of it may take, with the wait for a turn. The error of one that took longer may need a few seconds more, to gather the evidence.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UnknownServiceException">There is no such service.</exception>
    /// <exception cref="ServiceNotControllableException">That action is not supported.</exception>
    /// <exception cref="ServiceStateException">That is not possible in the state it is in.</exception>
    /// <exception cref="ServiceTimeoutException">It took too long.</exception>
    /// <exception cref="ServiceNotReadyException">It runs and was not ready in time; the exception carries its last log lines.</exception>
    /// <exception cref="ServiceExitedException">It ended instead.</exception>
    ValueTask ActAsync(string name, ServiceAction action, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>The last lines that a service has logged, oldest first, as it wrote them.</summary>
    /// <param name="name">Name of the service.</param>
    /// <param name="last">Most lines of the past; at least 0.</param>
    /// <param name="follow">Whether to go on with the lines that come, until cancelled.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<string> ReadLogAsync(string name, int last, bool follow, CancellationToken cancellationToken);
}

/// <summary>State of a service.</summary>
public enum ServiceState
{
    /// <summary>Answers.</summary>
    Ready,

    /// <summary>Was stopped or never started.</summary>
    Stopped,

    /// <summary>Was killed or died.</summary>
    Killed,

    /// <summary>Frozen.</summary>
    Suspended,

    /// <summary>Gave up after an error of its own (such as a full disk); the reason is in <see cref="ServiceStatus.Detail"/>.</summary>
    Failed,

    /// <summary>Does not answer within the request timeout.</summary>
    Unresponsive,
}

/// <summary>A moment of a service.</summary>
/// <param name="Name">Name of the service.</param>
/// <param name="State">Its state.</param>
/// <param name="Since">When it came into that state (UTC).</param>
/// <param name="Endpoint">Where it is.</param>
/// <param name="RestartCount">How often it was started again since this process attached.</param>
/// <param name="Detail">The reason of a failure, or null.</param>
public sealed record ServiceStatus(
    string Name, ServiceState State, DateTimeOffset Since, Uri Endpoint, int RestartCount, string? Detail);
