namespace EventLogDemo.Engine.Docker.Containers;

/// <summary>
/// What the room uses of Docker's engine. Every method throws typed errors: <see cref="DockerNotRunningException"/>,
/// <see cref="DockerAccessDeniedException"/>, <see cref="DockerTooOldException"/>, <see cref="DockerRequestException"/>.
/// </summary>
internal interface IContainerEngine
{
    /// <summary>All containers of a compose project, in any state.</summary>
    Task<IReadOnlyList<ContainerSummary>> ListAsync(string project, CancellationToken cancellationToken);

    /// <summary>The current state of a container, or null when it has been removed.</summary>
    Task<ContainerSnapshot?> InspectAsync(string id, CancellationToken cancellationToken);

    /// <summary>Starts a container; no effect on a running one.</summary>
    /// <exception cref="PortInUseException">One of its ports is in use.</exception>
    Task StartAsync(string id, CancellationToken cancellationToken);

    /// <summary>Stops a container and waits for it; Docker kills it after its grace period.</summary>
    Task StopAsync(string id, CancellationToken cancellationToken);

    /// <summary>Kills a container and waits until it has exited; no effect on one that is down.</summary>
    Task KillAsync(string id, CancellationToken cancellationToken);

    /// <summary>Pauses a container; no effect on a paused one.</summary>
    Task PauseAsync(string id, CancellationToken cancellationToken);

    /// <summary>Unpauses a container; no effect on one that is not paused.</summary>
    Task UnpauseAsync(string id, CancellationToken cancellationToken);

    /// <summary>Lines of a container's log as the container wrote them, both of its streams in the order they came.</summary>
    /// <param name="id">Docker's id.</param>
    /// <param name="last">How many of the existing lines to read, counted from the end.</param>
    /// <param name="follow">Whether to wait for more until the container exits.</param>
    /// <param name="since">Skips older lines, by Docker's clock; null reads all. A restarted container appends to its log.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    IAsyncEnumerable<string> ReadLogAsync(string id, int last, bool follow, DateTimeOffset? since, CancellationToken cancellationToken);
}
