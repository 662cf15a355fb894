namespace EventLogDemo.Engine.Pipelines;

/// <summary>
/// What an environment supplies for one of its services so that <see cref="ServiceControl{TService}"/> can act on it. Everything else
/// (turns, deadline, idempotence, the wait, logging) is implemented there. Its methods are called in a turn:
/// never two at once for one service.
/// </summary>
internal interface IControlledService
{
    /// <summary>Name of the service.</summary>
    string Name { get; }

    /// <summary>The supported actions; empty if it can only be observed.</summary>
    IReadOnlySet<ServiceAction> Actions { get; }

    /// <summary>
    /// The service before an action, or null when an observation cannot show whether the action is needed (a cluster that works
    /// may lack one of its nodes).
    /// </summary>
    Task<ServiceSight?> LookAsync(ServiceAction action, CancellationToken cancellationToken);

    /// <summary>Carries out an action. Its effect need not hold when it returns: that is waited for.</summary>
    Task ActAsync(ServiceAction action, CancellationToken cancellationToken);

    /// <summary>What is still missing of the effect of an action, or null when it holds.</summary>
    /// <exception cref="Errors.EngineException">The effect will never hold.</exception>
    Task<string?> FindMissingAsync(ServiceAction action, CancellationToken cancellationToken);

    /// <summary>The error of an action that timed out, with the available evidence. Gathering it has a time limit of its own.</summary>
    /// <param name="action">The action.</param>
    /// <param name="timeout">How long it was allowed to take.</param>
    /// <param name="missing">What was missing of its effect.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    Task<Exception> DescribeTimeoutAsync(ServiceAction action, TimeSpan timeout, string missing, CancellationToken cancellationToken);
}

/// <summary>An observation of a service.</summary>
/// <param name="State">Its state.</param>
/// <param name="IsDown">Whether it is neither running nor starting.</param>
internal readonly record struct ServiceSight(ServiceState State, bool IsDown);
