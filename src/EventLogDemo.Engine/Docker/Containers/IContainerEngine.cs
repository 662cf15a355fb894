namespace EventLogDemo.Engine.Docker.Containers;

/// <summary>
/// What the room asks of Docker's engine. Every method throws typed errors: <see cref="DockerNotRunningException"/>,
/// <see cref="DockerAccessDeniedException"/>, <see cref="DockerTooOldException"/>, <see cref="DockerRequestException"/>.
/// </summary>
internal interface IContainerEngine
{
    /// <summary>All containers of a compose project, in whatever state.</summary>
    Task<IReadOnlyList<ContainerSummary>> ListAsync(string project, CancellationToken cancellationToken);

    /// <summary>A moment of a container, or null when it has been removed.</summary>
    Task<ContainerSnapshot?> InspectAsync(string id, CancellationToken cancellationToken);

    /// <summary>Starts a container; one that runs stays as it is.</summary>
    /// <exception cref="PortInUseException">A port of it is taken.</exception>
    Task StartAsync(string id, CancellationToken cancellationToken);

    /// <summary>Asks a container to end and waits for it, killing it after its own grace time.</summary>
    Task StopAsync(string id, CancellationToken cancellationToken);

    /// <summary>Ends a container at once and waits until it has; one that is down stays as it is.</summary>
    Task KillAsync(string id, CancellationToken cancellationToken);

    /// <summary>Freezes a container; a frozen one stays as it is.</summary>
    Task PauseAsync(string id, CancellationToken cancellationToken);

    /// <summary>Lets a frozen container go on; one that is not frozen stays as it is.</summary>
    Task UnpauseAsync(string id, CancellationToken cancellationToken);

    /// <summary>Lines of a container's log, both of its streams in the order they came, as the container wrote them.</summary>
    /// <param name="id">Docker's id.</param>
    /// <param name="last">How many of those that are there.</param>
    /// <param name="follow">Whether to wait for more, until the container ends.</param>
    /// <param name="since">Older lines are left out, by Docker's clock; null for none. A container that is started again goes on with its log.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<string> ReadLogAsync(string id, int last, bool follow, DateTimeOffset? since, CancellationToken cancellationToken);
}
