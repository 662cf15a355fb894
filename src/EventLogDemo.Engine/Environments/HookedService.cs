using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Environments;

/// <summary>A service of an external cluster: observed by a round trip, and acted on only through its hook.</summary>
/// <param name="name">Name of the service.</param>
/// <param name="endpoint">Where it is.</param>
/// <param name="probe">A round trip to it.</param>
/// <param name="hook">The hook that controls it, or null.</param>
/// <param name="probeTimeout">How long to wait for one answer.</param>
/// <param name="time">The clock.</param>
internal sealed class HookedService(
    string name, Uri endpoint, Func<CancellationToken, Task> probe, ControlHook? hook, TimeSpan probeTimeout, TimeProvider time) : IControlledService
{
    private static readonly IReadOnlySet<ServiceAction> Everything = new HashSet<ServiceAction>
    {
        ServiceAction.Start, ServiceAction.Stop, ServiceAction.Kill, ServiceAction.Suspend, ServiceAction.Resume, ServiceAction.Restart,
    };

    private static readonly IReadOnlySet<ServiceAction> Nothing = new HashSet<ServiceAction>();

    private readonly Lock _gate = new();
    private ServiceStatus? _last;

    public string Name => name;

    public IReadOnlySet<ServiceAction> Actions => hook is null ? Nothing : Everything;

    public async Task<ServiceStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        (ServiceState state, string? detail) = await ProbeAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            DateTimeOffset since = _last is { } before && before.State == state ? before.Since : time.GetUtcNow();
            return _last = new ServiceStatus(name, state, since, endpoint, RestartCount: 0, detail);
        }
    }

    /// <exception cref="ServiceNotControllableException">It has no hook.</exception>
    /// <exception cref="ControlHookException">The hook failed.</exception>
    public IAsyncEnumerable<string> ReadLogAsync(int last, bool follow, CancellationToken cancellationToken) =>
        hook?.ReadAsync("log", last, follow, cancellationToken) ?? throw new ServiceNotControllableException(name, "read the log of");

    // A cluster that answers may still lack the node that the hook controls.
    public Task<ServiceSight?> LookAsync(ServiceAction action, CancellationToken cancellationToken) => Task.FromResult<ServiceSight?>(null);

    public Task ActAsync(ServiceAction action, CancellationToken cancellationToken) =>
        hook!.RunAsync(ServiceActionTraits.Of(action).Verb, cancellationToken);

    public async Task<string?> FindMissingAsync(ServiceAction action, CancellationToken cancellationToken)
    {
        if (action is ServiceAction.Kill or ServiceAction.Suspend)
        {
            // Done when the hook succeeds: what was killed may be back before a probe notices, or be one node of many.
            return null;
        }

        // The hook may return before the service is up.
        ServiceStatus status = await GetStatusAsync(cancellationToken).ConfigureAwait(false);
        return ServiceActionTraits.Of(action).Target != ServiceState.Ready ? (status.State == ServiceState.Ready ? "it still answers" : null)
            : status.State == ServiceState.Ready ? null
            : $"it is {status.State}{(status.Detail is { } detail ? $" ({detail})" : "")}";
    }

    public Task<Exception> DescribeTimeoutAsync(
        ServiceAction action, TimeSpan timeout, string missing, CancellationToken cancellationToken) =>
        Task.FromResult<Exception>(ServiceTimeoutException.Of(name, action, timeout, missing));

    private async Task<(ServiceState State, string? Detail)> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await TimeLimit.RunAsync<(ServiceState, string?)>(
                probeTimeout,
                time,
                async token =>
                {
                    await probe(token).WaitAsync(token).ConfigureAwait(false);
                    return (ServiceState.Ready, null);
                },
                () => (ServiceState.Unresponsive, null),
                cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceUnavailableException failure)
        {
            return (ServiceState.Stopped, failure.Message);
        }
        catch (ServiceTimeoutException failure)
        {
            return (ServiceState.Unresponsive, failure.Message);
        }
        catch (EngineException failure)
        {
            return (ServiceState.Failed, failure.Message);
        }
    }
}
