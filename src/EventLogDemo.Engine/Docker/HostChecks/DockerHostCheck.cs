using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Docker.HostChecks;

/// <summary>Checks item by item whether this machine can run a pipeline on Docker, with advice for each item that is missing.</summary>
internal sealed class DockerHostCheck(IHostProbe probe)
{
    /// <summary>Runs all checks. What cannot be checked without Docker is a warning when Docker does not answer.</summary>
    /// <param name="request">The requirements.</param>
    /// <param name="progress">Receives the name of the current check.</param>
    /// <param name="cancellationToken">Cancels the checks.</param>
    public async Task<IReadOnlyList<HostCheckResult>> RunAsync(
        HostCheckRequest request, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        List<HostCheckResult> results = [];
        progress?.Report("Checking Docker");
        results.Add(await CheckAsync(
            HostFindings.CommandName,
            async () => HostFindings.Command(await probe.ReadCommandVersionAsync(cancellationToken).ConfigureAwait(false)))
            .ConfigureAwait(false));
        EngineFacts? engine = null;
        results.Add(await CheckAsync(
            HostFindings.EngineName,
            async () =>
            {
                EngineFacts facts = await probe.ReadEngineAsync(cancellationToken).ConfigureAwait(false);
                HostCheckResult result = HostFindings.Engine(facts);
                engine = result.Error is null ? facts : null;
                return result;
            }).ConfigureAwait(false));
        results.Add(await CheckAsync(
            HostFindings.ComposeName,
            async () => results[0].Error is null
                ? HostFindings.Compose(await probe.ReadComposeVersionAsync(cancellationToken).ConfigureAwait(false))
                : HostFindings.Unchecked(HostFindings.ComposeName)).ConfigureAwait(false));
        await AddMemoryAsync(results, engine, request, cancellationToken).ConfigureAwait(false);
        await AddPortsAsync(results, engine, request, progress, cancellationToken).ConfigureAwait(false);
        await AddImagesAsync(results, engine, request, progress, cancellationToken).ConfigureAwait(false);
        results.Add(await CheckAsync(
            HostFindings.JobJarName, () => CheckJobJarAsync(request, progress, cancellationToken)).ConfigureAwait(false));
        return results;
    }

    /// <summary>Throws the error of the first check that failed.</summary>
    /// <exception cref="EngineException">What is missing.</exception>
    public static void ThrowIfFailed(IEnumerable<HostCheckResult> results)
    {
        if (results.FirstOrDefault(result => result.Error is not null) is { Error: { } error })
        {
            throw error;
        }
    }

    private async Task AddMemoryAsync(
        List<HostCheckResult> results, EngineFacts? engine, HostCheckRequest request, CancellationToken cancellationToken) =>
        results.Add(engine is null
            ? HostFindings.Unchecked(HostFindings.MemoryName)
            : await CheckAsync(
                HostFindings.MemoryName,
                async () => HostFindings.Memory(
                    engine.MemoryBytes,
                    // The free memory of another machine cannot be read from here.
                    engine.IsLocal ? probe.ReadFreeMemory() : null,
                    await probe.IsRunningAsync(request.Project, cancellationToken).ConfigureAwait(false),
                    request)).ConfigureAwait(false));

    private async Task AddPortsAsync(
        List<HostCheckResult> results,
        EngineFacts? engine,
        HostCheckRequest request,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        foreach ((string service, int port) in request.Ports)
        {
            progress?.Report($"Checking port {port}");
            string name = HostFindings.PortName(service, port);
            results.Add(engine is null ? HostFindings.Unchecked(name)
                : !engine.IsLocal ? HostFindings.Warned(name, "not checked, because Docker is on another machine", "Check that it is free there.")
                : await CheckAsync(
                    name,
                    async () => HostFindings.Port(
                        service,
                        port,
                        await probe.FindPortHolderAsync(port, cancellationToken).ConfigureAwait(false),
                        request.Project)).ConfigureAwait(false));
        }
    }

    private async Task AddImagesAsync(
        List<HostCheckResult> results,
        EngineFacts? engine,
        HostCheckRequest request,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        foreach (string image in request.Images)
        {
            progress?.Report($"Checking image {image}");
            string name = HostFindings.ImageName(image);
            results.Add(engine is null ? HostFindings.Unchecked(name) : await CheckAsync(
                name,
                async () =>
                {
                    bool isThere = await probe.HasImageAsync(image, cancellationToken).ConfigureAwait(false);
                    return HostFindings.Image(
                        image,
                        isThere,
                        isThere ? null : await probe.FindPullFaultAsync(image, cancellationToken).ConfigureAwait(false));
                }).ConfigureAwait(false));
        }
    }

    private async Task<HostCheckResult> CheckJobJarAsync(
        HostCheckRequest request, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (request.JobJars.FirstOrDefault(probe.HasFile) is { } jar)
        {
            return HostFindings.JobJar(jar, request.JobProject);
        }

        if (request.JobProject is not { } project || !probe.HasFile(project))
        {
            throw new JobJarMissingException(request.JobJars);
        }

        progress?.Report("Checking Maven");
        return HostFindings.JobBuild(project, await probe.ReadMavenAsync(project, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<HostCheckResult> CheckAsync(string name, Func<Task<HostCheckResult>> check)
    {
        try
        {
            return await check().ConfigureAwait(false);
        }
        catch (EngineException error)
        {
            return HostFindings.Failed(name, error);
        }
    }
}
