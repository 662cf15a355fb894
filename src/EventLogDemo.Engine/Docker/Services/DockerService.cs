using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Docker.Services;

/// <summary>What is remembered of one service between two looks at it.</summary>
internal sealed class DockerService(string name, ContainerSummary container, Func<CancellationToken, Task>? probe)
{
    private readonly Lock _gate = new();
    private ContainerSnapshot? _last;
    private ServiceStatus? _status;
    private Asked _asked;
    private DateTimeOffset? _askedEnd = default(DateTimeOffset);
    private int _restarts;

    public string Name { get; } = name;

    /// <summary>A working round trip to the service, or null where there is none to make.</summary>
    public Func<CancellationToken, Task>? Probe { get; } = probe;

    /// <summary>Docker's id of the container, which changes when Compose makes it anew.</summary>
    public string Id { get; set; } = container.Id;

    public bool IsSameAs(ContainerSummary other) => other.Service == container.Service && other.Number == container.Number;

    /// <summary>Remembers that this process is bringing the container down.</summary>
    public void BeginDown(Asked asked)
    {
        lock (_gate)
        {
            _asked = asked;
            _askedEnd = null;
        }
    }

    /// <summary>Remembers which end of the container was this process's doing; none, when it did not come to that.</summary>
    public void EndDown(ContainerSnapshot? ended)
    {
        lock (_gate)
        {
            _askedEnd = ended is { IsDown: true } ? ended.FinishedAt : default(DateTimeOffset);
        }
    }

    /// <summary>Takes in a look at the container and gives the status.</summary>
    public ServiceStatus Observe(ContainerSnapshot? seen, string? unanswered, DateTimeOffset now)
    {
        lock (_gate)
        {
            CountRestarts(seen);
            (ServiceState state, string? detail) = ContainerStates.Map(seen, AskedFor(seen), unanswered);
            DateTimeOffset since = _status?.State == state && (seen is null || !seen.IsDown) ? _status.Since : SinceOf(seen, now);
            Uri endpoint = seen is null
                ? _status?.Endpoint ?? ServiceNaming.EndpointOf(container.Name, container.Ports)
                : ServiceNaming.EndpointOf(seen.Name, seen.Ports);
            _status = new ServiceStatus(Name, state, since, endpoint, _restarts, detail);
            _last = seen ?? _last;
            return _status;
        }
    }

    // An end of another time than the one that this process brought about is not its doing.
    private Asked AskedFor(ContainerSnapshot? seen) =>
        seen is { IsDown: true } && (_askedEnd is null || seen.FinishedAt == _askedEnd) ? _asked : Asked.Nothing;

    // Docker's own count begins anew whenever somebody starts the container.
    private void CountRestarts(ContainerSnapshot? seen)
    {
        if (seen is not null && _last is not null && seen.StartedAt != _last.StartedAt)
        {
            _restarts += seen.RestartCount > _last.RestartCount ? seen.RestartCount - _last.RestartCount : 1;
        }
    }

    // Docker knows when a container started and ended; the rest is known by when it was first seen.
    private DateTimeOffset SinceOf(ContainerSnapshot? seen, DateTimeOffset now) => seen switch
    {
        { IsDown: true } when seen.FinishedAt > DateTimeOffset.UnixEpoch => seen.FinishedAt,
        { Status: ContainerStatus.Running } when _status is null => seen.StartedAt,
        _ => now,
    };
}
