using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Docker.Jobs;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Docker.HostChecks;

/// <summary>What the checks read from the machine.</summary>
internal interface IHostProbe
{
    /// <summary>Version of the <c>docker</c> command.</summary>
    /// <exception cref="DockerNotInstalledException">It is not installed.</exception>
    Task<string> ReadCommandVersionAsync(CancellationToken cancellationToken);

    /// <summary>Properties of Docker's engine.</summary>
    /// <exception cref="EngineException">It cannot be used.</exception>
    Task<EngineFacts> ReadEngineAsync(CancellationToken cancellationToken);

    /// <summary>Version of <c>docker compose</c>.</summary>
    /// <exception cref="ComposeMissingException">It is not installed.</exception>
    Task<string> ReadComposeVersionAsync(CancellationToken cancellationToken);

    /// <summary>Memory that is available, in bytes; null when unknown.</summary>
    long? ReadFreeMemory();

    /// <summary>Whether the project has running containers.</summary>
    Task<bool> IsRunningAsync(string project, CancellationToken cancellationToken);

    /// <summary>Who holds a port of this machine, or null when it is free.</summary>
    Task<PortHolder?> FindPortHolderAsync(int port, CancellationToken cancellationToken);

    /// <summary>Whether an image is present.</summary>
    Task<bool> HasImageAsync(string image, CancellationToken cancellationToken);

    /// <summary>Why an image cannot be pulled, or null when it can.</summary>
    Task<string?> FindPullFaultAsync(string image, CancellationToken cancellationToken);

    /// <summary>The Maven that would build the job; null when it does not answer in time.</summary>
    /// <param name="project">The job's Maven project.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="JobBuildToolsException">It is not installed, or it cannot build the job.</exception>
    Task<MavenFacts?> ReadMavenAsync(string project, CancellationToken cancellationToken);

    /// <summary>Whether a file exists.</summary>
    bool HasFile(string path);
}

/// <summary>Who holds a port.</summary>
/// <param name="Name">For display, such as <c>container 'x'</c> or <c>process y (123)</c>; null when unknown.</param>
/// <param name="Project">The compose project of the container that holds it, or null.</param>
internal sealed record PortHolder(string? Name, string? Project);
