using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Docker.Services;

/// <summary>One container with the opt-in label, controlled through Docker's API.</summary>
internal sealed class ControlledContainer(
    IContainerEngine engine, string project, DockerService service, ServiceProbe probe, TimeProvider time) : IControlledService
{
    private static readonly IReadOnlySet<ServiceAction> AllActions = new HashSet<ServiceAction>
    {
        ServiceAction.Start, ServiceAction.Stop, ServiceAction.Kill, ServiceAction.Suspend, ServiceAction.Resume, ServiceAction.Restart,
    };

    private static readonly TimeSpan PauseInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseTimeout = TimeSpan.FromSeconds(60);

    // Of the current action: the container as it was found, and its last exit that has been examined.
    private ContainerSnapshot _before = new() { Id = "", Name = "", Status = ContainerStatus.Created };
    private DateTimeOffset _lastExit;
    private bool _hasActed;

    public string Name => service.Name;

    public IReadOnlySet<ServiceAction> Actions => AllActions;

    public async Task<ServiceStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        // Docker itself may hang, and a sample of all services waits for each of them.
        ContainerSnapshot? container = await TimeLimit.RunAsync(
            probe.Timeout,
            time,
            FindAsync,
            () => throw new ServiceTimeoutException(Name, probe.Timeout, "read the state of its container"),
            cancellationToken).ConfigureAwait(false);
        string? fault = await probe.FindFaultAsync(service, container, cancellationToken).ConfigureAwait(false);
        return service.Observe(container, fault, time.GetUtcNow());
    }

    /// <summary>Docker's id of the container.</summary>
    /// <exception cref="ServiceUnavailableException">The container has been removed.</exception>
    public async Task<string> FindIdAsync(string attempted, CancellationToken cancellationToken) =>
        (await FindOrThrowAsync(attempted, cancellationToken).ConfigureAwait(false)).Id;

    public async Task<ServiceSight?> LookAsync(ServiceAction action, CancellationToken cancellationToken)
    {
        _hasActed = false;
        _before = await FindOrThrowAsync(ServiceActionTraits.Of(action).Verb, cancellationToken).ConfigureAwait(false);
        _lastExit = _before.FinishedAt;
        // Whether a running one answers is checked by the wait that follows.
        return new ServiceSight(ContainerStates.Map(_before, ShutdownCause.None, "not probed").State, _before.IsDown);
    }

    public async Task ActAsync(ServiceAction action, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case ServiceAction.Start or ServiceAction.Resume:
                await StartOrUnpauseAsync(cancellationToken).ConfigureAwait(false);
                break;
            case ServiceAction.Stop:
                await BringDownAsync(ShutdownCause.Stop, StopAsync, cancellationToken).ConfigureAwait(false);
                break;
            case ServiceAction.Kill:
                await BringDownAsync(ShutdownCause.Kill, KillAsync, cancellationToken).ConfigureAwait(false);
                break;
            case ServiceAction.Suspend:
                await PauseAsync(cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new ServiceNotControllableException(Name, ServiceActionTraits.Of(action).Verb);
        }

        _hasActed = true;
    }

    /// <exception cref="StoreSchemaException">The service is the job, and the tables in the store have another schema version.</exception>
    /// <exception cref="ServiceExitedException">It exited instead of becoming ready.</exception>
    public async Task<string?> FindMissingAsync(ServiceAction action, CancellationToken cancellationToken)
    {
        string verb = ServiceActionTraits.Of(action).Verb;
        ContainerSnapshot container = await FindOrThrowAsync(verb, cancellationToken).ConfigureAwait(false);
        if (ServiceActionTraits.Of(action).Target != ServiceState.Ready)
        {
            ServiceState state = ContainerStates.Map(container, ShutdownCause.None, unanswered: null).State;
            return ServiceActionTraits.Of(action).IsReached(state, container.IsDown) ? null : $"its container is {container.Status}";
        }

        if (container.IsDown)
        {
            IReadOnlyList<string> lines = await ReadRunAsync(cancellationToken).ConfigureAwait(false);
            throw new ServiceExitedException(Name, verb, container.ExitCode, ContainerStates.ReasonOf(container), lines);
        }

        // Docker restarts a container that exits, and it may come up then; one whose log says why it cannot is not waited for.
        if (container.FinishedAt != _lastExit)
        {
            await ReadRunAsync(cancellationToken).ConfigureAwait(false);
        }

        _lastExit = container.FinishedAt;
        return await probe.FindFaultAsync(service, container, cancellationToken).ConfigureAwait(false)
            ?? (container.Status == ContainerStatus.Running
                ? null
                : $"its container is {container.Status}, after it {ContainerStates.DescribeExit(container)}");
    }

    public async Task<Exception> DescribeTimeoutAsync(
        ServiceAction action, TimeSpan timeout, string missing, CancellationToken cancellationToken)
    {
        ServiceActionTraits traits = ServiceActionTraits.Of(action);
        if (traits.Target != ServiceState.Ready)
        {
            return ServiceTimeoutException.Of(Name, action, timeout, missing);
        }

        IReadOnlyList<string> lines = _hasActed
            ? await ReadRunAsync(cancellationToken).ConfigureAwait(false)
            : await ServiceEvidence.ReadTailAsync(
                engine, service.Id, ServiceEvidence.LineCount, since: null, time, cancellationToken).ConfigureAwait(false);
        return new ServiceNotReadyException(Name, traits.Verb, timeout, missing, lines);
    }

    private Task<IReadOnlyList<string>> ReadRunAsync(CancellationToken cancellationToken) =>
        ServiceEvidence.ReadRunAsync(engine, service.Id, _before, time, cancellationToken);

    private async Task StartOrUnpauseAsync(CancellationToken cancellationToken)
    {
        if (_before.Status == ContainerStatus.Paused)
        {
            await engine.UnpauseAsync(service.Id, cancellationToken).ConfigureAwait(false);
        }
        else if (_before.IsDown)
        {
            try
            {
                await engine.StartAsync(service.Id, cancellationToken).ConfigureAwait(false);
            }
            catch (PortInUseException taken)
            {
                throw new PortInUseException(Name, taken.Port, taken.Holder);
            }
        }
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        // A paused container would sit out its grace period.
        if (_before.Status == ContainerStatus.Paused)
        {
            await engine.UnpauseAsync(service.Id, cancellationToken).ConfigureAwait(false);
        }

        await engine.StopAsync(service.Id, cancellationToken).ConfigureAwait(false);
    }

    // One that Docker is about to restart has no process to kill; stopping it ends the attempts.
    private Task KillAsync(CancellationToken cancellationToken) => _before.Status == ContainerStatus.Restarting
        ? engine.StopAsync(service.Id, cancellationToken)
        : engine.KillAsync(service.Id, cancellationToken);

    private async Task BringDownAsync(ShutdownCause cause, Func<CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        service.BeginShutdown(cause);
        ContainerSnapshot? ended = null;
        try
        {
            await act(cancellationToken).ConfigureAwait(false);
            ended = await FindAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            service.EndShutdown(ended);
        }
    }

    // Docker fails when the threads of a busy container do not freeze in time; it thaws them and says so.
    private Task<bool> PauseAsync(CancellationToken cancellationToken) =>
        new Poll(new Deadline(PauseTimeout, time), PauseInterval)
        {
            IsNotYet = failure => failure is DockerRequestException refused
                && refused.Answer.Contains("unable to freeze", StringComparison.Ordinal),
        }.UntilAsync(
            async token =>
            {
                await engine.PauseAsync(service.Id, token).ConfigureAwait(false);
                return Check.Holds(true);
            },
            missing => ServiceTimeoutException.Of(Name, ServiceAction.Suspend, PauseTimeout, missing),
            cancellationToken);

    private async Task<ContainerSnapshot> FindOrThrowAsync(string attempted, CancellationToken cancellationToken) =>
        await FindAsync(cancellationToken).ConfigureAwait(false)
        ?? throw new ServiceUnavailableException(Name, endpoint: null, $"{attempted} {Name}", "its container has been removed");

    // Running compose again may create another container for the same service.
    private async Task<ContainerSnapshot?> FindAsync(CancellationToken cancellationToken)
    {
        if (await engine.InspectAsync(service.Id, cancellationToken).ConfigureAwait(false) is { } container)
        {
            return container;
        }

        IReadOnlyList<ContainerSummary> containers = await engine.ListAsync(project, cancellationToken).ConfigureAwait(false);
        ContainerSummary? successor = containers.FirstOrDefault(other => other.IsControllable && service.IsSameAs(other));
        if (successor is null)
        {
            return null;
        }

        service.Id = successor.Id;
        return await engine.InspectAsync(service.Id, cancellationToken).ConfigureAwait(false);
    }
}
