using System.Globalization;
using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Compose;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Docker.HostChecks;
using EventLogDemo.Engine.Docker.Jobs;
using EventLogDemo.Engine.Docker.Services;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Metrics;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Environments;

/// <summary>
/// Starts pipelines as compose projects and attaches to existing ones. No process owns a project: it keeps running when this process
/// ends, and any number of processes may be attached to it.
/// </summary>
/// <param name="docker">The configuration of its pipelines.</param>
/// <param name="time">The clock of all parts.</param>
public sealed partial class DockerEnvironment(DockerOptions docker, TimeProvider time) : IPipelineEnvironment
{
    /// <summary>Name of the environment.</summary>
    public const string Name = "Docker";

    private static readonly TimeSpan FirstAnswerTimeout = TimeSpan.FromSeconds(10);

    internal static EnvironmentEntry Entry { get; } = new()
    {
        Name = Name,
        Description = "Kafka, Flink and Cassandra in containers of one compose project",
        Configure = (options, time) => new DockerEnvironment((DockerOptions)options!, time),
        OptionsType = typeof(DockerOptions),
        NotApplicable = new Dictionary<string, string>
        {
            [nameof(PipelineOptions.Path)] = "its data is in volumes, and its state is kept per user",
        },
        KeepsServicesRunning = true,
        FindsByName = true,
        HasImages = true,
        ChecksHost = true,
        // The job may have to be built, and images to be pulled.
        StartTimeout = TimeSpan.FromMinutes(20),
        // It may have been up before, and then it must not be taken down.
        AbandonedStart = new PipelineEnd(),
    };

    private readonly DockerVariables _variables = new(docker.Variables);

    /// <summary>Folder of a pipeline's state.</summary>
    public static string FolderOf(string pipeline) => StateFolders.Of(Name, pipeline);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<HostCheckResult>> CheckHostAsync(
        string pipeline, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        using ILoggerFactory loggers = LoggerFactory.Create(_ => { });
        HostCheckRequest request = new()
        {
            Project = ComposeArguments.ProjectOf(pipeline),
            Ports = _variables.Ports,
            Images = _variables.Images,
            JobJars = docker.JobJars,
            JobProject = docker.JobProject,
        };
        DockerEngine? engine = null;
        try
        {
            // Created by the first check that needs it, so that a failure to create it is a result of that check.
            HostProbe probe = new(
                () => engine ??= new DockerEngine(DockerEndpoint.Find(), loggers.CreateLogger<DockerEngine>()), new CommandRunner(), Maven.OfThisProcess, time);
            return await new DockerHostCheck(probe).RunAsync(request, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            engine?.Dispose();
        }
    }

    /// <summary>
    /// Starts a pipeline and waits until all of it works. If it is up already, this attaches to it and starts its services that are
    /// down; a stopped one comes back with its data.
    /// </summary>
    /// <param name="options">The options of a new pipeline.</param>
    /// <param name="progress">Receives what is being done.</param>
    /// <param name="cancellationToken">Cancels the start; what this call has started is taken down again.</param>
    /// <exception cref="EngineException">This machine lacks something, or a service does not work; the exception says why.</exception>
    public async Task<Pipeline> StartAsync(PipelineOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        options.Validate();
        string folder = FolderOf(options.Name);
        using DockerOpening opening = DockerOpening.Begin(folder, options.Name);
        if (await IsUpAsync(opening, options.Name, progress, cancellationToken).ConfigureAwait(false))
        {
            return await AttachAsync(opening, options, waits: true, progress, cancellationToken).ConfigureAwait(false);
        }

        ThrowIfDataBelongsToAnother(opening.Project, options.Name);
        DockerHostCheck.ThrowIfFailed(await CheckHostAsync(options.Name, progress, cancellationToken).ConfigureAwait(false));
        bool isNew = !ManifestFile.IsIn(folder);
        // There may be earlier data without a folder of ours: another user's, or of a project that was run with Compose alone.
        bool hadData = await opening.Engine.HasVolumesAsync(opening.Project, cancellationToken).ConfigureAwait(false);
        PipelineManifest manifest = isNew ? NewManifest(options) : ManifestFile.Read(folder);
        string jar = await JobJar.FindAsync(docker, Maven.OfThisProcess, progress, cancellationToken).ConfigureAwait(false);
        ComposeProject project = opening.ProjectOf(docker.ComposeFile, _variables.Of(manifest, jar), time);
        ManifestFile.Write(folder, manifest);
        try
        {
            await project.UpAsync(progress, cancellationToken).ConfigureAwait(false);
            DockerSettings settings = await DockerSettings.ReadAsync(project, cancellationToken).ConfigureAwait(false);
            return await OpenAsync(opening, settings, manifest, options, waits: true, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // A failed start leaves nothing behind; the error carries the last log lines.
            await Closing.AfterAsync(
                failure,
                async () => await project.DownAsync(
                    removeVolumes: !hadData, removeImages: false, progress: null, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
            if (isNew)
            {
                opening.DeletesFolder = true;
            }

            throw;
        }
    }

    /// <summary>Attaches to a pipeline that is up, whatever the state of its services.</summary>
    /// <param name="place">Name of the pipeline.</param>
    /// <param name="options">Intervals and limits.</param>
    /// <param name="progress">Receives what is being done.</param>
    /// <param name="cancellationToken">Cancels the call; the pipeline stays as it is.</param>
    /// <exception cref="ComposeProjectNotFoundException">It is not up.</exception>
    /// <exception cref="ComposeProjectInUseException">Another pipeline is up.</exception>
    /// <exception cref="ContainerVariableException">Its containers do not identify it.</exception>
    public async Task<Pipeline> ConnectAsync(
        string place, PipelineOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        using DockerOpening opening = DockerOpening.Begin(FolderOf(place), place);
        await CheckIsUpAsync(opening, place, cancellationToken).ConfigureAwait(false);
        return await AttachAsync(opening, options with { Name = place }, waits: false, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="ComposeProjectInUseException">The containers or the data belong to another pipeline.</exception>
    public async Task RemoveAsync(string place, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        string folder = FolderOf(place);
        PipelineManifest manifest = ManifestFile.Read(folder);
        using DockerOpening opening = DockerOpening.Begin(folder, place);
        await IsUpAsync(opening, place, progress, cancellationToken).ConfigureAwait(false);
        ThrowIfDataBelongsToAnother(opening.Project, place);
        // Compose evaluates the whole file even to take everything down; no jar is used for that.
        ComposeProject project = opening.ProjectOf(docker.ComposeFile, _variables.Of(manifest, docker.JobJars[0]), time);
        await project.DownAsync(removeVolumes: true, removeImages: false, progress, cancellationToken).ConfigureAwait(false);
        opening.DeletesFolder = true;
    }

    private async Task<Pipeline> AttachAsync(
        DockerOpening opening, PipelineOptions options, bool waits, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        progress?.Report($"Attaching to {opening.Project}");
        DockerSettings settings = await DockerSettings.ReadAsync(ExistingProject(opening), cancellationToken).ConfigureAwait(false);
        PipelineManifest manifest = Adopt(opening.Folder, settings, options);
        return await OpenAsync(opening, settings, manifest, options, waits, progress, cancellationToken).ConfigureAwait(false);
    }

    // Without Docker nothing is up; the checks report what is missing, most basic first.
    private async Task<bool> IsUpAsync(
        DockerOpening opening, string pipeline, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return await CheckIsUpAsync(opening, pipeline, cancellationToken).ConfigureAwait(false);
        }
        catch (DockerNotRunningException)
        {
            DockerHostCheck.ThrowIfFailed(await CheckHostAsync(pipeline, progress, cancellationToken).ConfigureAwait(false));
            throw;
        }
    }

    // The first request to Docker: this detects one that accepts connections and does not respond.
    private Task<bool> CheckIsUpAsync(DockerOpening opening, string pipeline, CancellationToken cancellationToken) => TimeLimit.RunAsync(
        FirstAnswerTimeout,
        time,
        token => ExistingProject(opening).IsUpAsync(pipeline, token),
        () => throw DockerNotRunningException.NoAnswer(opening.Engine.Endpoint, FirstAnswerTimeout),
        cancellationToken);

    private ComposeProject ExistingProject(DockerOpening opening) => opening.ProjectOf(docker.ComposeFile, new Dictionary<string, string>(), time);

    private PipelineManifest Adopt(string folder, DockerSettings settings, PipelineOptions options)
    {
        if (ManifestFile.IsIn(folder) && ManifestFile.Read(folder) is var known && known.Topic == settings.Topic)
        {
            return known;
        }

        PipelineManifest manifest = NewManifest(
            options with { PartitionCount = settings.PartitionCount, BucketSize = settings.BucketSize }) with { Topic = settings.Topic };
        ManifestFile.Write(folder, manifest);
        return manifest;
    }

    private async Task<Pipeline> OpenAsync(
        DockerOpening opening,
        DockerSettings settings,
        PipelineManifest manifest,
        PipelineOptions options,
        bool waits,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        PipelineOptions effective = options with
        {
            Name = options.Alias ?? manifest.Name,
            PartitionCount = manifest.PartitionCount,
            BucketSize = manifest.BucketSize,
        };
        StepClock clock = new(time);
        // The compose file uses other images for a given jar than for one that it builds.
        ComposeProject project = opening.ProjectOf(
            docker.ComposeFile, _variables.Of(manifest, settings.JobJar ?? docker.JobJars[0]), time);
        ClusterOptions clusters = await FindAsync(project, settings, cancellationToken).ConfigureAwait(false);
        DockerServiceHost? services = null;
        ClusterPorts ports = new(
            clusters,
            manifest,
            effective.RequestTimeout,
            opening.Folder,
            clock,
            opening.Loggers,
            // Restarting the coordinator restarts the whole job, which resumes from its committed offsets.
            token => services!.ActAsync(ServiceNames.Flink, ServiceAction.Restart, docker.ReadyTimeout, token).AsTask());
        try
        {
            services = await DockerServiceHost.OpenAsync(
                opening.Engine,
                opening.Project,
                ports.Probes,
                effective.RequestTimeout,
                time,
                opening.Loggers.CreateLogger<DockerServiceHost>(),
                cancellationToken).ConfigureAwait(false);
            IEnumerable<string> awaited = waits ? services.Names.OrderBy(ServiceNames.StartRankOf) : [];
            foreach (string service in awaited)
            {
                progress?.Report($"{service}: waiting until it answers");
                await services.ActAsync(service, ServiceAction.Start, docker.ReadyTimeout, cancellationToken).ConfigureAwait(false);
            }

            if (waits)
            {
                await ports.CheckSchemaAsync(cancellationToken).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            ILogger logger = opening.Loggers.CreateLogger<DockerEnvironment>();
            Opened(logger, effective.Name, opening.Project);
            PipelinePorts all = new(ports.Log, ports.Processor, ports.Store, services);
            return MetricSampler.AttachTo(new Pipeline(
                manifest,
                effective,
                opening.Folder,
                all,
                clock,
                opening.Loggers,
                new ClusterParts(
                    ports,
                    [services, opening.HandOver()],
                    opening.Folder,
                    end => project.DownAsync(end.DeletesData, end.DeletesImages, progress: null, CancellationToken.None))));
        }
        catch (Exception failure)
        {
            await Closing.AfterAsync(failure, Closing.Of(services), ports.DisposeAsync).ConfigureAwait(false);
            throw;
        }
    }

    // Volumes do not name their owner, and they outlive the containers of a stopped pipeline.
    internal static void ThrowIfDataBelongsToAnother(string project, string pipeline)
    {
        if (StateFolders.NamesIn(Name).FirstOrDefault(known => ComposeArguments.ProjectOf(known) == project
            && !string.Equals(known, pipeline, StringComparison.OrdinalIgnoreCase)) is { } other)
        {
            throw new ComposeProjectInUseException(project, pipeline, other);
        }
    }

    private static async Task<ClusterOptions> FindAsync(ComposeProject project, DockerSettings settings, CancellationToken cancellationToken)
    {
        PublishedPort kafka = await project.FindPortAsync(ServiceNames.Kafka, 9092, cancellationToken).ConfigureAwait(false);
        PublishedPort cassandra = await project.FindPortAsync(ServiceNames.Cassandra, 9042, cancellationToken).ConfigureAwait(false);
        PublishedPort flink = await project.FindPortAsync(ServiceNames.Flink, 8081, cancellationToken).ConfigureAwait(false);
        return new ClusterOptions
        {
            Kafka = new() { BootstrapServers = string.Create(CultureInfo.InvariantCulture, $"{kafka.Address}:{kafka.Outside}") },
            Cassandra = new()
            {
                ContactPoints = [new System.Net.DnsEndPoint(cassandra.Address, cassandra.Outside)],
                Keyspace = settings.Keyspace,
            },
            Flink = new() { Endpoint = new UriBuilder("http", flink.Address, flink.Outside).Uri },
            Topic = settings.Topic,
            Group = settings.Group,
        };
    }

    private PipelineManifest NewManifest(PipelineOptions options)
    {
        DateTimeOffset now = time.GetUtcNow();
        return PipelineManifest.New(Name, options, Guid.CreateVersion7(now), now);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Attached to {Name} in {Project}")]
    private static partial void Opened(ILogger logger, string name, string project);
}
