using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Docker.Services;

/// <summary>What is remembered of one service between two observations.</summary>
internal sealed class DockerService(string name, ContainerSummary container, Func<CancellationToken, Task>? probe)
{
    private readonly Lock _gate = new();
    private ContainerSnapshot? _last;
    private ServiceStatus? _status;
    private ShutdownCause _cause;
    private DateTimeOffset? _causedEnd = default(DateTimeOffset);
    private int _restarts;

    public string Name { get; } = name;

    /// <summary>A round trip to the service that succeeds when it works, or null if it has no probe.</summary>
    public Func<CancellationToken, Task>? Probe { get; } = probe;

    /// <summary>Docker's id of the container, which changes when Compose recreates it.</summary>
    public string Id { get; set; } = container.Id;

    public bool IsSameAs(ContainerSummary other) => other.Service == container.Service && other.Number == container.Number;

    /// <summary>Records that this process is bringing the container down.</summary>
    public void BeginShutdown(ShutdownCause cause)
    {
        lock (_gate)
        {
            _cause = cause;
            _causedEnd = null;
        }
    }

    /// <summary>Records which exit of the container this process caused, if any.</summary>
    public void EndShutdown(ContainerSnapshot? ended)
    {
        lock (_gate)
        {
            _causedEnd = ended is { IsDown: true } ? ended.FinishedAt : default(DateTimeOffset);
        }
    }

    /// <summary>Records an observation of the container and returns the status.</summary>
    public ServiceStatus Observe(ContainerSnapshot? seen, string? unanswered, DateTimeOffset now)
    {
        lock (_gate)
        {
            CountRestarts(seen);
            (ServiceState state, string? detail) = ContainerStates.Map(seen, CauseOf(seen), unanswered);
            DateTimeOffset since = _status?.State == state && (seen is null || !seen.IsDown) ? _status.Since : SinceOf(seen, now);
            Uri endpoint = seen is null
                ? _status?.Endpoint ?? ServiceNaming.EndpointOf(container.Name, container.Ports)
                : ServiceNaming.EndpointOf(seen.Name, seen.Ports);
            _status = new ServiceStatus(Name, state, since, endpoint, _restarts, detail);
            _last = seen ?? _last;
            return _status;
        }
    }

    // An exit at any other time was not caused by this process.
    private ShutdownCause CauseOf(ContainerSnapshot? seen) =>
        seen is { IsDown: true } && (_causedEnd is null || seen.FinishedAt == _causedEnd) ? _cause : ShutdownCause.None;

    // Docker's own count restarts at zero whenever the container is started explicitly.
    private void CountRestarts(ContainerSnapshot? seen)
    {
        if (seen is not null && _last is not null && seen.StartedAt != _last.StartedAt)
        {
            _restarts += seen.RestartCount > _last.RestartCount ? seen.RestartCount - _last.RestartCount : 1;
        }
    }

    // Docker knows when a container started and exited; for other states, the first observation counts.
    private DateTimeOffset SinceOf(ContainerSnapshot? seen, DateTimeOffset now) => seen switch
    {
        { IsDown: true } when seen.FinishedAt > DateTimeOffset.UnixEpoch => seen.FinishedAt,
        { Status: ContainerStatus.Running } when _status is null => seen.StartedAt,
        _ => now,
    };
}
