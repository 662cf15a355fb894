namespace EventLogDemo.Engine.Pipelines;

/// <summary>
/// The controllable parts of an environment. Every operation is idempotent, serialised per service, and waits, up to its
/// timeout, for the working state (ready is a working round trip, not "running").
/// </summary>
public interface IServiceHost
{
    /// <summary>Names of the services, in the order data meets them.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>State of one service.</summary>
    /// <exception cref="UnknownServiceException">There is no such service; the exception names those there are.</exception>
    ValueTask<ServiceStatus> GetStatusAsync(string name, CancellationToken cancellationToken);

    /// <summary>Throws where a service can only be watched, before anybody is asked about acting on it.</summary>
    /// <param name="name">Name of the service.</param>
    /// <param name="verb">What it would be told to do.</param>
    /// <exception cref="ServiceNotControllableException">It can only be watched.</exception>
    void ThrowIfNotControllable(string name, string verb)
    {
    }

    /// <summary>Brings a service to a working state.</summary>
    ValueTask StartAsync(string name, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Stops a service cleanly.</summary>
    ValueTask StopAsync(string name, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Ends a service at once; what it had not committed is gone.</summary>
    ValueTask KillAsync(string name, CancellationToken cancellationToken);

    /// <summary>Freezes a service: its callers wait until their own deadline.</summary>
    ValueTask SuspendAsync(string name, CancellationToken cancellationToken);

    /// <summary>Lets a frozen service go on.</summary>
    ValueTask ResumeAsync(string name, TimeSpan timeout, CancellationToken cancellationToken);

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
