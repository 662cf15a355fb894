namespace EventLogDemo.Engine.Docker.Containers;

/// <summary>A container of a compose project, as a list shows it.</summary>
/// <param name="Id">Docker's id.</param>
/// <param name="Name">Name of the container.</param>
/// <param name="Service">Its service in the compose file.</param>
/// <param name="Number">Its number among the containers of its service, from 1.</param>
/// <param name="IsControllable">Whether it carries the label that allows it to be stopped, killed and paused.</param>
/// <param name="Pipeline">Name of the pipeline that it belongs to, or null.</param>
/// <param name="Status">What Docker says of it.</param>
/// <param name="Ports">Its ports that this machine has too. Docker shows none of a stopped container.</param>
internal sealed record ContainerSummary(
    string Id,
    string Name,
    string Service,
    int Number,
    bool IsControllable,
    string? Pipeline,
    ContainerStatus Status,
    IReadOnlyList<PublishedPort> Ports);

/// <summary>A port of a container and the one of this machine that leads to it.</summary>
internal readonly record struct PublishedPort(string Address, int Inside, int Outside)
{
    /// <summary>A port as Docker tells it: published on every address of the machine, it is reached by the nearest.</summary>
    public static PublishedPort Of(string? address, int inside, int outside) =>
        new(address is null or "" or "0.0.0.0" or "::" ? "127.0.0.1" : address, inside, outside);
}

/// <summary>What Docker says of a container, by its own words.</summary>
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

/// <summary>A moment of a container.</summary>
internal sealed record ContainerSnapshot
{
    /// <summary>Docker's id.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the container.</summary>
    public required string Name { get; init; }

    /// <summary>What Docker says of it.</summary>
    public required ContainerStatus Status { get; init; }

    /// <summary>Exit code of its last end.</summary>
    public int ExitCode { get; init; }

    /// <summary>Whether the system ended it for lack of memory.</summary>
    public bool IsOutOfMemory { get; init; }

    /// <summary>What kept Docker from starting it, or null.</summary>
    public string? Error { get; init; }

    /// <summary>When it was last started; the zero time when never.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last ended; the zero time when never.</summary>
    public DateTimeOffset FinishedAt { get; init; }

    /// <summary>How often Docker has started it again by itself since somebody started it.</summary>
    public int RestartCount { get; init; }

    /// <summary>Its ports on this machine, also those it would have if it ran.</summary>
    public IReadOnlyList<PublishedPort> Ports { get; init; } = [];

    /// <summary>Result of its health check (<c>starting</c>, <c>healthy</c>, <c>unhealthy</c>), or null where it has none.</summary>
    public string? Health { get; init; }

    /// <summary>Its environment variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Files and folders of Docker's machine that it has, by where it has them.</summary>
    public IReadOnlyDictionary<string, string> Binds { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it is neither running nor about to be.</summary>
    public bool IsDown => Status is ContainerStatus.Created or ContainerStatus.Exited or ContainerStatus.Dead or ContainerStatus.Removing;
}
