using System.Runtime.CompilerServices;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Docker.Services;

/// <summary>
/// Stops, kills, freezes and starts the containers of one compose project that carry the opt-in label, through Docker's API. What it
/// does to one service it does one at a time. A container without the label is invisible to it.
/// </summary>
internal sealed partial class DockerServiceHost : IServiceHost, IDisposable
{
    private static readonly TimeSpan LongestFreeze = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FreezeInterval = TimeSpan.FromMilliseconds(50);

    private readonly IContainerEngine _engine;
    private readonly string _project;
    private readonly TimeSpan _probeTimeout;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ServiceReadiness _readiness;
    private readonly Dictionary<string, DockerService> _services;

    private DockerServiceHost(
        IContainerEngine engine, string project, IEnumerable<DockerService> services, TimeSpan probeTimeout, TimeProvider time, ILogger logger)
    {
        _engine = engine;
        _project = project;
        _probeTimeout = probeTimeout;
        _time = time;
        _logger = logger;
        _readiness = new ServiceReadiness(engine, LookAsync, probeTimeout, time);
        List<DockerService> inOrder = [.. services];
        _services = inOrder.ToDictionary(service => service.Name, StringComparer.OrdinalIgnoreCase);
        Names = [.. inOrder.Select(service => service.Name)];
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Finds the services of a project that has containers, running or not.</summary>
    /// <param name="engine">Docker.</param>
    /// <param name="project">The compose project.</param>
    /// <param name="probes">By name of a service: what throws unless it answers. One without is ready when its container is healthy.</param>
    /// <param name="probeTimeout">Longest wait for one answer.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where what is done is written.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ComposeProjectNotFoundException">No container of the project carries the opt-in label.</exception>
    public static async Task<DockerServiceHost> OpenAsync(
        IContainerEngine engine,
        string project,
        IReadOnlyDictionary<string, Func<CancellationToken, Task>> probes,
        TimeSpan probeTimeout,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<ContainerSummary> containers = await engine.ListAsync(project, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<(string Name, ContainerSummary Container)> named = ServiceNaming.Assign(containers);
        if (named.Count == 0)
        {
            throw new ComposeProjectNotFoundException(project);
        }

        return new DockerServiceHost(
            engine,
            project,
            named.Select(entry => new DockerService(entry.Name, entry.Container, probes.GetValueOrDefault(entry.Name))),
            probeTimeout,
            time,
            logger);
    }

    public async ValueTask<ServiceStatus> GetStatusAsync(string name, CancellationToken cancellationToken)
    {
        DockerService service = Find(name);
        ContainerSnapshot? container = await LookInTimeAsync(service, cancellationToken).ConfigureAwait(false);
        string? unanswered = await _readiness.AskAsync(service, container, cancellationToken).ConfigureAwait(false);
        return service.Observe(container, unanswered, _time.GetUtcNow());
    }

    public ValueTask StartAsync(string name, TimeSpan timeout, CancellationToken cancellationToken) => DoAsync(
        name,
        "start",
        timeout,
        (service, container, deadline, _) => _readiness.WaitAsync(
            service, container, "start", deadline, token => BeginAsync(service, container, token), cancellationToken),
        cancellationToken);

    public ValueTask StopAsync(string name, TimeSpan timeout, CancellationToken cancellationToken) => DoAsync(
        name,
        "stop",
        timeout,
        (service, container, _, token) => BringDownAsync(
            service,
            container,
            Asked.Stop,
            async () =>
            {
                // A frozen container would sit out its grace time.
                if (container.Status == ContainerStatus.Paused)
                {
                    await _engine.UnpauseAsync(service.Id, token).ConfigureAwait(false);
                }

                await _engine.StopAsync(service.Id, token).ConfigureAwait(false);
            },
            token),
        cancellationToken);

    public ValueTask KillAsync(string name, CancellationToken cancellationToken) => DoAsync(
        name,
        "kill",
        Timeout.InfiniteTimeSpan,
        (service, container, _, token) => BringDownAsync(
            service,
            container,
            Asked.Kill,
            // One that Docker is about to start again has nothing to kill; stopping it ends the attempts.
            () => container.Status == ContainerStatus.Restarting
                ? _engine.StopAsync(service.Id, token)
                : _engine.KillAsync(service.Id, token),
            token),
        cancellationToken);

    public ValueTask SuspendAsync(string name, CancellationToken cancellationToken) => DoAsync(
        name,
        "suspend",
        Timeout.InfiniteTimeSpan,
        async (service, container, _, token) =>
        {
            ThrowIfDown(service, container, "suspended");
            if (container.Status != ContainerStatus.Paused)
            {
                await FreezeAsync(service, token).ConfigureAwait(false);
            }
        },
        cancellationToken);

    public ValueTask ResumeAsync(string name, TimeSpan timeout, CancellationToken cancellationToken) => DoAsync(
        name,
        "resume",
        timeout,
        (service, container, deadline, _) =>
        {
            ThrowIfDown(service, container, "resumed");
            return _readiness.WaitAsync(
                service, container, "resume", deadline, token => BeginAsync(service, container, token), cancellationToken);
        },
        cancellationToken);

    /// <summary>Lines of a service's log, as the service wrote them: whoever shows them makes them safe for a screen.</summary>
    /// <param name="name">Name of the service.</param>
    /// <param name="last">How many of those that are there.</param>
    /// <param name="follow">Whether to wait for more, until the service ends.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UnknownServiceException">There is no such service; the exception names those there are.</exception>
    public async IAsyncEnumerable<string> ReadLogAsync(
        string name, int last, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DockerService service = Find(name);
        await LookOrThrowAsync(service, "reading its log", cancellationToken).ConfigureAwait(false);
        await foreach (string line in _engine.ReadLogAsync(service.Id, last, follow, since: null, cancellationToken).ConfigureAwait(false))
        {
            yield return line;
        }
    }

    public void Dispose()
    {
        foreach (DockerService service in _services.Values)
        {
            service.Dispose();
        }
    }

    private async Task BeginAsync(DockerService service, ContainerSnapshot container, CancellationToken cancellationToken)
    {
        if (container.Status == ContainerStatus.Paused)
        {
            await _engine.UnpauseAsync(service.Id, cancellationToken).ConfigureAwait(false);
        }
        else if (container.IsDown)
        {
            try
            {
                await _engine.StartAsync(service.Id, cancellationToken).ConfigureAwait(false);
            }
            catch (PortInUseException taken)
            {
                throw new PortInUseException(service.Name, taken.Port, taken.Holder);
            }
        }
    }

    // Threads of a busy container may not stand still for as long as Docker looks; it thaws them again and says so.
    private async Task FreezeAsync(DockerService service, CancellationToken cancellationToken)
    {
        long begun = _time.GetTimestamp();
        while (true)
        {
            try
            {
                await _engine.PauseAsync(service.Id, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (DockerRequestException failure) when (
                failure.Answer.Contains("unable to freeze", StringComparison.Ordinal) && _time.GetElapsedTime(begun) < LongestFreeze)
            {
                await Task.Delay(FreezeInterval, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task BringDownAsync(
        DockerService service, ContainerSnapshot container, Asked asked, Func<Task> act, CancellationToken cancellationToken)
    {
        if (container.IsDown)
        {
            return;
        }

        service.BeginDown(asked);
        ContainerSnapshot? ended = null;
        try
        {
            await act().ConfigureAwait(false);
            ended = await LookAsync(service, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            service.EndDown(ended);
        }
    }

    private async ValueTask DoAsync(
        string name,
        string verb,
        TimeSpan timeout,
        Func<DockerService, ContainerSnapshot, Deadline, CancellationToken, Task> act,
        CancellationToken cancellationToken)
    {
        DockerService service = Find(name);
        Deadline deadline = new(timeout, _time);
        using TimeLimit limit = deadline.Limit(cancellationToken);
        bool isTurn = false;
        try
        {
            await service.Turn.WaitAsync(limit.Token).ConfigureAwait(false);
            isTurn = true;
            ContainerSnapshot container = await LookOrThrowAsync(service, verb, limit.Token).ConfigureAwait(false);
            await act(service, container, deadline, limit.Token).ConfigureAwait(false);
            Did(_project, service.Name, verb);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServiceTimeoutException(service.Name, timeout, isTurn ? verb : $"waiting for its turn to {verb}");
        }
        finally
        {
            if (isTurn)
            {
                service.Turn.Release();
            }
        }
    }

    private static void ThrowIfDown(DockerService service, ContainerSnapshot container, string attempted)
    {
        if (container.IsDown)
        {
            throw new ServiceStateException(service.Name, ContainerStates.Map(container, Asked.Nothing, null).State, attempted);
        }
    }

    private async Task<ContainerSnapshot> LookOrThrowAsync(DockerService service, string attempted, CancellationToken cancellationToken) =>
        await LookAsync(service, cancellationToken).ConfigureAwait(false)
        ?? throw new ServiceUnavailableException(service.Name, endpoint: null, $"{attempted}, for its container has been removed");

    // Docker itself may hang, and a sample of all services waits for each of them.
    private async Task<ContainerSnapshot?> LookInTimeAsync(DockerService service, CancellationToken cancellationToken)
    {
        using TimeLimit limit = new(_probeTimeout, _time, cancellationToken);
        try
        {
            return await LookAsync(service, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServiceTimeoutException(service.Name, _probeTimeout, "Docker was asked for the state of its container");
        }
    }

    // Whoever runs compose again may get another container for the same service.
    private async Task<ContainerSnapshot?> LookAsync(DockerService service, CancellationToken cancellationToken)
    {
        if (await _engine.InspectAsync(service.Id, cancellationToken).ConfigureAwait(false) is { } container)
        {
            return container;
        }

        IReadOnlyList<ContainerSummary> containers = await _engine.ListAsync(_project, cancellationToken).ConfigureAwait(false);
        ContainerSummary? successor = containers.FirstOrDefault(other => other.IsControllable && service.IsSameAs(other));
        if (successor is null)
        {
            return null;
        }

        service.Id = successor.Id;
        return await _engine.InspectAsync(service.Id, cancellationToken).ConfigureAwait(false);
    }

    private DockerService Find(string name) => _services.TryGetValue(name, out DockerService? found)
        ? found
        : throw new UnknownServiceException(name, Names);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Project}: {Verb} of {Service} done")]
    private partial void Did(string project, string service, string verb);
}
