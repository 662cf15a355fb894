namespace EventLogDemo.Engine.Pipelines;

/// <summary>
/// What an environment supplies about one of its services, so that <see cref="ServiceControl{TService}"/> can act on it. Everything but
/// the facts and the act itself (turns, deadline, idempotence, the wait, logging) is written there. Its methods are called in a turn:
/// never two at once for one service.
/// </summary>
internal interface IControlledService
{
    /// <summary>Name of the service.</summary>
    string Name { get; }

    /// <summary>What can be done to it; empty where it can only be observed.</summary>
    IReadOnlySet<ServiceAction> Actions { get; }

    /// <summary>
    /// The service before it is acted on, or null where what is seen does not say whether the action is needed (a cluster that works
    /// may lack one of its nodes).
    /// </summary>
    Task<ServiceSight?> LookAsync(ServiceAction action, CancellationToken cancellationToken);

    /// <summary>Does it. Not every effect need hold at the end: that is waited for.</summary>
    Task ActAsync(ServiceAction action, CancellationToken cancellationToken);

    /// <summary>What the effect of an action that was done still lacks, or null when it holds.</summary>
    /// <exception cref="Errors.EngineException">It will not hold, however long one waits.</exception>
    Task<string?> FindMissingAsync(ServiceAction action, CancellationToken cancellationToken);

    /// <summary>The error of an action that was not done in time, with the evidence there is. Gathering it has a limit of its own.</summary>
    /// <param name="action">The action.</param>
    /// <param name="timeout">How long it was allowed to take.</param>
    /// <param name="missing">What its effect lacked.</param>
    /// <param name="cancellationToken">The caller's.</param>
    Task<Exception> DescribeTimeoutAsync(ServiceAction action, TimeSpan timeout, string missing, CancellationToken cancellationToken);
}

/// <summary>A service as it was seen.</summary>
/// <param name="State">Its state.</param>
/// <param name="IsDown">Whether it neither runs nor is about to.</param>
internal readonly record struct ServiceSight(ServiceState State, bool IsDown);
