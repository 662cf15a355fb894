using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Docker.Jobs;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Docker.HostChecks;

/// <summary>What the checks ask of the machine.</summary>
internal interface IHostProbe
{
    /// <summary>Version of the <c>docker</c> command.</summary>
    /// <exception cref="DockerNotInstalledException">There is none.</exception>
    Task<string> ReadCommandVersionAsync(CancellationToken cancellationToken);

    /// <summary>What Docker's engine is.</summary>
    /// <exception cref="EngineException">Why it cannot be used.</exception>
    Task<EngineFacts> ReadEngineAsync(CancellationToken cancellationToken);

    /// <summary>Version of <c>docker compose</c>.</summary>
    /// <exception cref="ComposeMissingException">There is none.</exception>
    Task<string> ReadComposeVersionAsync(CancellationToken cancellationToken);

    /// <summary>Memory that is free or can be had at once, in bytes; null where that cannot be told.</summary>
    long? ReadFreeMemory();

    /// <summary>Whether the project has containers that run.</summary>
    Task<bool> IsRunningAsync(string project, CancellationToken cancellationToken);

    /// <summary>Who has a port of this machine, or null when it is free.</summary>
    Task<PortHolder?> FindPortHolderAsync(int port, CancellationToken cancellationToken);

    /// <summary>Whether an image is there.</summary>
    Task<bool> HasImageAsync(string image, CancellationToken cancellationToken);

    /// <summary>Why an image cannot be pulled, or null when it can.</summary>
    Task<string?> FindPullFaultAsync(string image, CancellationToken cancellationToken);

    /// <summary>What Maven is there to build the job; null where it does not answer in time.</summary>
    /// <param name="project">The job's Maven project.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="JobBuildToolsException">There is none, or it cannot build the job.</exception>
    Task<MavenFacts?> ReadMavenAsync(string project, CancellationToken cancellationToken);

    /// <summary>Whether there is such a file.</summary>
    bool HasFile(string path);
}

/// <summary>Who has a port.</summary>
/// <param name="Name">For people, such as <c>container 'x'</c> or <c>process y (123)</c>; null where it cannot be told.</param>
/// <param name="Project">The compose project of the container that has it, or null.</param>
internal sealed record PortHolder(string? Name, string? Project);
