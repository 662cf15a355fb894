using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Docker.Services;

/// <summary>One container with the opt-in label, controlled through Docker's API.</summary>
internal sealed class ControlledContainer(
    IContainerEngine engine, string project, DockerService service, ServiceProbe probe, TimeProvider time) : IControlledService
{
    private static readonly IReadOnlySet<ServiceAction> Everything = new HashSet<ServiceAction>
    {
        ServiceAction.Start, ServiceAction.Stop, ServiceAction.Kill, ServiceAction.Suspend, ServiceAction.Resume, ServiceAction.Restart,
    };

    private static readonly TimeSpan FreezeInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FreezeTimeout = TimeSpan.FromSeconds(60);

    // Of the action whose turn it is: the container as it was found, and its last end that has been looked into.
    private ContainerSnapshot _before = new() { Id = "", Name = "", Status = ContainerStatus.Created };
    private DateTimeOffset _lastEnd;
    private bool _hasActed;

    public string Name => service.Name;

    public IReadOnlySet<ServiceAction> Actions => Everything;

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
    /// <exception cref="ServiceUnavailableException">There is none any more.</exception>
    public async Task<string> FindIdAsync(string attempted, CancellationToken cancellationToken) =>
        (await FindOrThrowAsync(attempted, cancellationToken).ConfigureAwait(false)).Id;

    public async Task<ServiceSight?> LookAsync(ServiceAction action, CancellationToken cancellationToken)
    {
        _hasActed = false;
        _before = await FindOrThrowAsync(ServiceActionTraits.Of(action).Verb, cancellationToken).ConfigureAwait(false);
        _lastEnd = _before.FinishedAt;
        // Whether a running one answers is seen by the wait for it.
        return new ServiceSight(ContainerStates.Map(_before, Asked.Nothing, "not asked").State, _before.IsDown);
    }

    public async Task ActAsync(ServiceAction action, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case ServiceAction.Start or ServiceAction.Resume:
                await BeginAsync(cancellationToken).ConfigureAwait(false);
                break;
            case ServiceAction.Stop:
                await BringDownAsync(Asked.Stop, StopAsync, cancellationToken).ConfigureAwait(false);
                break;
            case ServiceAction.Kill:
                await BringDownAsync(Asked.Kill, KillAsync, cancellationToken).ConfigureAwait(false);
                break;
            case ServiceAction.Suspend:
                await FreezeAsync(cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new ServiceNotControllableException(Name, ServiceActionTraits.Of(action).Verb);
        }

        _hasActed = true;
    }

    /// <exception cref="StoreSchemaException">It is the job, and the tables in the store are not its own.</exception>
    /// <exception cref="ServiceExitedException">It ended instead of becoming ready.</exception>
    public async Task<string?> FindMissingAsync(ServiceAction action, CancellationToken cancellationToken)
    {
        string verb = ServiceActionTraits.Of(action).Verb;
        ContainerSnapshot container = await FindOrThrowAsync(verb, cancellationToken).ConfigureAwait(false);
        if (ServiceActionTraits.Of(action).Target != ServiceState.Ready)
        {
            ServiceState state = ContainerStates.Map(container, Asked.Nothing, unanswered: null).State;
            return ServiceActionTraits.Of(action).IsReached(state, container.IsDown) ? null : $"its container is {container.Status}";
        }

        if (container.IsDown)
        {
            IReadOnlyList<string> lines = await ReadRunAsync(cancellationToken).ConfigureAwait(false);
            throw new ServiceExitedException(Name, verb, container.ExitCode, ContainerStates.ReasonOf(container), lines);
        }

        // Docker starts one that ends again, and it may come up then; one that says why it cannot is not waited for.
        if (container.FinishedAt != _lastEnd)
        {
            await ReadRunAsync(cancellationToken).ConfigureAwait(false);
        }

        _lastEnd = container.FinishedAt;
        return await probe.FindFaultAsync(service, container, cancellationToken).ConfigureAwait(false)
            ?? (container.Status == ContainerStatus.Running
                ? null
                : $"its container is {container.Status}, after it {ContainerStates.DescribeEnd(container)}");
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

    private async Task BeginAsync(CancellationToken cancellationToken)
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
        // A frozen container would sit out its grace time.
        if (_before.Status == ContainerStatus.Paused)
        {
            await engine.UnpauseAsync(service.Id, cancellationToken).ConfigureAwait(false);
        }

        await engine.StopAsync(service.Id, cancellationToken).ConfigureAwait(false);
    }

    // One that Docker is about to start again has nothing to kill; stopping it ends the attempts.
    private Task KillAsync(CancellationToken cancellationToken) => _before.Status == ContainerStatus.Restarting
        ? engine.StopAsync(service.Id, cancellationToken)
        : engine.KillAsync(service.Id, cancellationToken);

    private async Task BringDownAsync(Asked asked, Func<CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        service.BeginDown(asked);
        ContainerSnapshot? ended = null;
        try
        {
            await act(cancellationToken).ConfigureAwait(false);
            ended = await FindAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            service.EndDown(ended);
        }
    }

    // Docker gives up when the threads of a busy container do not freeze in time; it thaws them and says so.
    private Task<bool> FreezeAsync(CancellationToken cancellationToken) =>
        new Poll(new Deadline(FreezeTimeout, time), FreezeInterval)
        {
            IsNotYet = failure => failure is DockerRequestException refused
                && refused.Answer.Contains("unable to freeze", StringComparison.Ordinal),
        }.UntilAsync(
            async token =>
            {
                await engine.PauseAsync(service.Id, token).ConfigureAwait(false);
                return Check.Holds(true);
            },
            missing => ServiceTimeoutException.Of(Name, ServiceAction.Suspend, FreezeTimeout, missing),
            cancellationToken);

    private async Task<ContainerSnapshot> FindOrThrowAsync(string attempted, CancellationToken cancellationToken) =>
        await FindAsync(cancellationToken).ConfigureAwait(false)
        ?? throw new ServiceUnavailableException(Name, endpoint: null, $"{attempted} {Name}", "its container has been removed");

    // Running compose again may make another container for the same service.
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
