namespace EventLogDemo.Engine.Docker.Containers;

/// <summary>A container of a compose project, as listed.</summary>
/// <param name="Id">Docker's id.</param>
/// <param name="Name">Name of the container.</param>
/// <param name="Service">Its service in the compose file.</param>
/// <param name="Number">Its number among the containers of its service, from 1.</param>
/// <param name="IsControllable">Whether it carries the label that allows it to be stopped, killed and paused.</param>
/// <param name="Pipeline">Name of the pipeline that it belongs to, or null.</param>
/// <param name="Status">Its status in Docker.</param>
/// <param name="Ports">Its ports that are published on this machine. Docker lists none for a stopped container.</param>
internal sealed record ContainerSummary(
    string Id,
    string Name,
    string Service,
    int Number,
    bool IsControllable,
    string? Pipeline,
    ContainerStatus Status,
    IReadOnlyList<PublishedPort> Ports);

/// <summary>A port of a container and the port of this machine that is forwarded to it.</summary>
internal readonly record struct PublishedPort(string Address, int Inside, int Outside)
{
    /// <summary>A port as Docker reports it: one that is published on all addresses is reached by loopback.</summary>
    public static PublishedPort Of(string? address, int inside, int outside) =>
        new(address is null or "" or "0.0.0.0" or "::" ? "127.0.0.1" : address, inside, outside);
}

/// <summary>The status of a container, in Docker's terms.</summary>
internal enum ContainerStatus
{
    Created,
    Running,
    Paused,
    Restarting,
    Removing,
    Exited,
    Dead,
}

/// <summary>A container at one point in time.</summary>
internal sealed record ContainerSnapshot
{
    /// <summary>Docker's id.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the container.</summary>
    public required string Name { get; init; }

    /// <summary>Its status in Docker.</summary>
    public required ContainerStatus Status { get; init; }

    /// <summary>Exit code of its last run.</summary>
    public int ExitCode { get; init; }

    /// <summary>Whether the system killed it because it ran out of memory.</summary>
    public bool IsOutOfMemory { get; init; }

    /// <summary>Why Docker could not start it, or null.</summary>
    public string? Error { get; init; }

    /// <summary>When it was last started; the zero time if never.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last exited; the zero time if never.</summary>
    public DateTimeOffset FinishedAt { get; init; }

    /// <summary>How often Docker has restarted it on its own since it was started explicitly.</summary>
    public int RestartCount { get; init; }

    /// <summary>Its ports on this machine; for a stopped container, those that it will have when it runs.</summary>
    public IReadOnlyList<PublishedPort> Ports { get; init; } = [];

    /// <summary>Result of its health check (<c>starting</c>, <c>healthy</c>, <c>unhealthy</c>), or null if it has none.</summary>
    public string? Health { get; init; }

    /// <summary>Its environment variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Its bind mounts: paths on Docker's host by their paths inside the container.</summary>
    public IReadOnlyDictionary<string, string> Binds { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it is neither running nor about to be.</summary>
    public bool IsDown => Status is ContainerStatus.Created or ContainerStatus.Exited or ContainerStatus.Dead or ContainerStatus.Removing;
}
