using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Docker.Services;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Docker.Compose;

/// <summary>
/// One pipeline's compose project. <c>docker compose</c> brings it up and down; everything else goes through Docker's API, which makes a
/// running project usable without its compose file.
/// </summary>
/// <param name="name">Name of the project: <see cref="ComposeArguments.ProjectOf"/>.</param>
/// <param name="file">The compose file.</param>
/// <param name="variables">The variables that the compose file is evaluated with.</param>
/// <param name="runner">Runs <c>docker</c>.</param>
/// <param name="engine">Docker.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Logs the commands that are run.</param>
internal sealed partial class ComposeProject(
    string name,
    string file,
    IReadOnlyDictionary<string, string> variables,
    ICommandRunner runner,
    IContainerEngine engine,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>Oldest version of Compose that supports our file.</summary>
    /// <value>2.20, the first with <c>include</c>.</value>
    public static readonly Version MinComposeVersion = new(2, 20);

    private const int ErrorLineCount = 20;
    private const string Attempted = "start";

    // Containers have up to 40 s to shut down, all at the same time.
    private static readonly TimeSpan DownTimeout = TimeSpan.FromMinutes(3);

    /// <summary>Name of the project.</summary>
    public string Name { get; } = name;

    /// <summary>Creates and starts what is missing, and waits until each service runs; whether it answers is for its probe to find out.</summary>
    /// <param name="progress">Receives what happens to each service.</param>
    /// <param name="cancellationToken">Kills the command; what it has created by then stays.</param>
    /// <exception cref="ComposeFileMissingException">There is no such file.</exception>
    /// <exception cref="DockerNotInstalledException">There is no command <c>docker</c>.</exception>
    /// <exception cref="PortInUseException">A port is in use.</exception>
    /// <exception cref="ImageMissingException">An image cannot be pulled.</exception>
    /// <exception cref="ServiceExitedException">A service that others depend on exited.</exception>
    /// <exception cref="ServiceNotReadyException">A service that others depend on does not answer.</exception>
    /// <exception cref="ComposeFailedException">The command failed for another reason.</exception>
    public async Task UpAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        CommandResult result = await RunAsync(
            "up", ComposeArguments.Up(Name, file), progress, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            throw await DescribeAsync(result, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stops and removes the containers.</summary>
    /// <param name="removeVolumes">Whether to remove the data too.</param>
    /// <param name="removeImages">Whether to remove the images too.</param>
    /// <param name="progress">Receives what happens to each service.</param>
    /// <param name="cancellationToken">Kills the command.</param>
    /// <exception cref="ComposeFileMissingException">There is no such file.</exception>
    /// <exception cref="DockerNotInstalledException">There is no command <c>docker</c>.</exception>
    /// <exception cref="ComposeFailedException">Something could not be removed.</exception>
    /// <exception cref="ComposeTimeoutException">It took longer than containers may take to shut down.</exception>
    public async Task DownAsync(
        bool removeVolumes, bool removeImages, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        CommandResult result = await TimeLimit.RunAsync(
            DownTimeout,
            time,
            token => RunAsync("down", ComposeArguments.Down(Name, file, removeVolumes, removeImages), progress, token),
            () => throw new ComposeTimeoutException(Name, "down", DownTimeout),
            cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            throw new ComposeFailedException(Name, "down", result.ExitCode, [.. result.Lines.TakeLast(ErrorLineCount)]);
        }
    }

    /// <summary>All containers of the project, running or not; empty when it is not up.</summary>
    public Task<IReadOnlyList<ContainerSummary>> ListContainersAsync(CancellationToken cancellationToken) =>
        engine.ListAsync(Name, cancellationToken);

    /// <summary>Whether the project has containers, running or not, and they belong to the given pipeline.</summary>
    /// <param name="pipeline">Name of the pipeline. Names are compared case-insensitively, as everywhere.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ComposeProjectInUseException">They belong to another pipeline: several pipeline names map to one project name.</exception>
    public async Task<bool> IsUpAsync(string pipeline, CancellationToken cancellationToken)
    {
        IReadOnlyList<ContainerSummary> containers = await ListContainersAsync(cancellationToken).ConfigureAwait(false);
        // Containers from a user's own compose file may not name their pipeline.
        ContainerSummary? another = containers.FirstOrDefault(container =>
            container.Pipeline is { } owner && !string.Equals(owner, pipeline, StringComparison.OrdinalIgnoreCase));
        return another is null ? containers.Count > 0 : throw new ComposeProjectInUseException(Name, pipeline, another.Pipeline!);
    }

    /// <summary>The address at which a service's port is reachable from this machine.</summary>
    /// <param name="service">The service.</param>
    /// <param name="inside">Its port inside the project's network.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ComposeProjectNotFoundException">There is no container of the project.</exception>
    /// <exception cref="ServiceUnavailableException">The service has no container, or that port is not published.</exception>
    public async Task<PublishedPort> FindPortAsync(string service, int inside, CancellationToken cancellationToken)
    {
        ContainerSnapshot container = await InspectAsync(service, cancellationToken).ConfigureAwait(false);
        PublishedPort port = container.Ports.FirstOrDefault(published => published.Inside == inside);
        return port.Outside != 0
            ? port
            : throw new ServiceUnavailableException(service, endpoint: null, $"connect to {service}", $"its port {inside} is not published on this machine");
    }

    /// <summary>Our variables that a service was started with, for attaching to a project that was brought up elsewhere. Passwords are left out.</summary>
    /// <exception cref="ComposeProjectNotFoundException">There is no container of the project.</exception>
    /// <exception cref="ServiceUnavailableException">The service has no container.</exception>
    public async Task<ContainerVariables> ReadVariablesAsync(string service, CancellationToken cancellationToken)
    {
        ContainerSnapshot container = await InspectAsync(service, cancellationToken).ConfigureAwait(false);
        return new ContainerVariables(
            container.Name,
            container.Variables
                .Where(variable => variable.Key.StartsWith("EVENTLOGDEMO_", StringComparison.Ordinal)
                    && !variable.Key.Contains("PASSWORD", StringComparison.Ordinal))
                .ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>The bind mounts of a service's container: paths on Docker's host by their paths inside; null when there is no such container.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> FindBindsAsync(string service, CancellationToken cancellationToken)
    {
        IReadOnlyList<ContainerSummary> containers = await ListContainersAsync(cancellationToken).ConfigureAwait(false);
        return (await FindAsync(containers, service, cancellationToken).ConfigureAwait(false))?.Binds;
    }

    private async Task<ContainerSnapshot> InspectAsync(string service, CancellationToken cancellationToken)
    {
        IReadOnlyList<ContainerSummary> containers = await ListContainersAsync(cancellationToken).ConfigureAwait(false);
        if (containers.Count == 0)
        {
            throw new ComposeProjectNotFoundException(Name);
        }

        return await FindAsync(containers, service, cancellationToken).ConfigureAwait(false)
            ?? throw new ServiceUnavailableException(service, endpoint: null, $"find {service}", $"the compose project '{Name}' has no container of it");
    }

    private async Task<ContainerSnapshot?> FindAsync(
        IReadOnlyList<ContainerSummary> containers, string service, CancellationToken cancellationToken) =>
        containers.Where(container => container.Service == service).MinBy(container => container.Number) is { } found
            ? await engine.InspectAsync(found.Id, cancellationToken).ConfigureAwait(false)
            : null;

    private async Task<CommandResult> RunAsync(
        string command, IReadOnlyList<string> arguments, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            throw new ComposeFileMissingException(file);
        }

        CommandResult result = await runner.RunAsync(
            arguments,
            variables,
            line =>
            {
                if (ComposeOutput.ReadProgress(line, Name) is { } step)
                {
                    progress?.Report(step);
                }
            },
            cancellationToken).ConfigureAwait(false);
        LogExit(Name, command, result.ExitCode);
        return result;
    }

    private async Task<EngineException> DescribeAsync(CommandResult result, CancellationToken cancellationToken)
    {
        if (ComposeOutput.FindFailure(result.Lines, Name) is { } known)
        {
            return known;
        }

        if (ComposeOutput.FindUnhealthy(result.Lines, Name) is { } service)
        {
            IReadOnlyList<ContainerSummary> containers = await ListContainersAsync(cancellationToken).ConfigureAwait(false);
            if (containers.FirstOrDefault(container => container.Service == service) is { } culprit
                && await engine.InspectAsync(culprit.Id, cancellationToken).ConfigureAwait(false) is { } container)
            {
                IReadOnlyList<string> lines = await ServiceEvidence.ReadTailAsync(
                    engine, culprit.Id, ServiceEvidence.LineCount, since: null, time, cancellationToken).ConfigureAwait(false);
                return container.Status == ContainerStatus.Running
                    ? new ServiceNotReadyException(
                        service, Attempted, time.GetUtcNow() - container.StartedAt, "its health check fails", lines)
                    : new ServiceExitedException(service, Attempted, container.ExitCode, ContainerStates.ReasonOf(container), lines);
            }
        }

        return new ComposeFailedException(Name, "up", result.ExitCode, [.. result.Lines.TakeLast(ErrorLineCount)]);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Project}: docker compose {Command} exited with code {ExitCode}")]
    private partial void LogExit(string project, string command, int exitCode);
}
