using System.Management.Automation;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Completion;
using EventLogDemo.PowerShell.Configuration;
using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>Starts a new pipeline.</summary>
[Cmdlet(VerbsLifecycle.Start, "Pipeline", SupportsShouldProcess = true)]
[OutputType(typeof(Pipeline))]
public sealed class StartPipelineCommand : NewPipelineCmdlet
{
    // The job may have to be built and images to be fetched.
    private static readonly TimeSpan FirstStart = TimeSpan.FromMinutes(20);

    private static readonly PipelineOptions Defaults = new();

    /// <summary>Name of the pipeline, unique in this process.</summary>
    /// <value>Defaults to <c>default</c>.</value>
    [Parameter(Position = 0)]
    [ValidateNotNull]
    public string Name { get; set; } = Defaults.Name;

    /// <summary>Where the parts of the pipeline are.</summary>
    /// <value>Defaults to <c>Embedded</c>: in this process.</value>
    [Parameter]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [ValidateNotNull]
    public string Environment { get; set; } = EmbeddedEnvironment.Name;

    /// <summary>Folder for the data (External: for the state), kept after the pipeline has stopped.</summary>
    /// <value>Defaults to a fresh folder, which goes with an embedded pipeline.</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Partitions of the topic.</summary>
    /// <value>Defaults to 4.</value>
    [Parameter]
    public long PartitionCount { get; set; } = Defaults.PartitionCount;

    /// <summary>Offsets per bucket of the store.</summary>
    /// <value>Defaults to 10,000.</value>
    [Parameter]
    public long BucketSize { get; set; } = Defaults.BucketSize;

    /// <summary>Where the clusters are (External), or what differs from the usual (Docker): a file, or a hashtable.</summary>
    /// <value>Defaults to nothing.</value>
    [Parameter]
    [ValidateNotNull]
    public object? Configuration { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Demand(() =>
    {
        string environment = EnvironmentName.Find(Environment);
        RefuseWhatIsNotUsed(environment);
        PipelineOptions options = new()
        {
            Name = Name,
            Path = Path is null ? null : FileSystemPath.Resolve(SessionState, Path),
            PartitionCount = Int32Argument.Checked(nameof(PartitionCount), PartitionCount, 1, PipelineOptions.MaxPartitionCount),
            BucketSize = Int32Argument.Checked(nameof(BucketSize), BucketSize, PipelineOptions.MinBucketSize, PipelineOptions.MaxBucketSize),
            RefreshInterval = RefreshInterval.Value,
        };
        options.Validate();
        if (environment == DockerEnvironment.Name && !MyInvocation.BoundParameters.ContainsKey(nameof(Timeout)))
        {
            Timeout = new Duration(FirstStart);
        }

        CheckedTimeout();
        Start start = Prepare(environment, options);
        if (ShouldProcess(options.Path is null ? Name : $"{Name} ({options.Path})", SR.StartPipelineAction.With(environment)))
        {
            Pipeline pipeline = Open(
                SR.StartPipelineActivity.With(Name), Name, SR.StartPipelineCondition, start.Open, start.Undo);
            WarnOfWhatIsNotUsed(pipeline.Manifest);
        }
    });

    // A topic and a pipeline that were there before keep what they were made with.
    private void WarnOfWhatIsNotUsed(PipelineManifest manifest)
    {
        if (MyInvocation.BoundParameters.ContainsKey(nameof(BucketSize)) && manifest.BucketSize != BucketSize)
        {
            WriteWarning(SR.BucketSizeNotUsed.With(manifest.Name, manifest.BucketSize, BucketSize));
        }

        if (MyInvocation.BoundParameters.ContainsKey(nameof(PartitionCount)) && manifest.PartitionCount != PartitionCount)
        {
            WriteWarning(SR.PartitionCountNotUsed.With(manifest.Topic, manifest.PartitionCount, PartitionCount));
        }
    }

    private Start Prepare(string environment, PipelineOptions options)
    {
        switch (environment)
        {
            case DockerEnvironment.Name:
                DockerEnvironment docker = new(ConfigurationArgument.ReadDocker(Configuration, SessionState), TimeProvider.System);
                // It may have been up before: then it is nobody's to take down.
                return new Start((progress, cancellationToken) => docker.StartAsync(options, progress, cancellationToken), new PipelineEnd());
            case ExternalEnvironment.Name:
                ClusterConfiguration configuration = ConfigurationArgument.ReadClusters(Configuration, SessionState);
                ExternalEnvironment external = new(configuration.Clusters, TimeProvider.System);
                PipelineOptions asTheJob = options with { BucketSize = configuration.BucketSize };
                return new Start(
                    (progress, cancellationToken) => external.StartAsync(asTheJob, progress, cancellationToken),
                    new PipelineEnd { DeletesData = true });
            default:
                EmbeddedEnvironment embedded = new(TimeProvider.System);
                return new Start(
                    (progress, cancellationToken) => embedded.StartAsync(options, progress, cancellationToken),
                    new PipelineEnd { DeletesData = true });
        }
    }

    private void RefuseWhatIsNotUsed(string environment)
    {
        if (environment == DockerEnvironment.Name && Path is not null)
        {
            throw new EnvironmentParameterException(environment, nameof(Path), SR.PathOnDocker);
        }

        if (environment == EmbeddedEnvironment.Name && Configuration is not null)
        {
            throw new EnvironmentParameterException(environment, nameof(Configuration), SR.ConfigurationNotUsed);
        }

        if (environment == ExternalEnvironment.Name && MyInvocation.BoundParameters.ContainsKey(nameof(BucketSize)))
        {
            throw new EnvironmentParameterException(environment, nameof(BucketSize), SR.BucketSizeOnExternal);
        }
    }

    // How a pipeline is opened, and how one that was opened and not handed over is ended.
    private sealed record Start(Func<IProgress<string>, CancellationToken, Task<Pipeline>> Open, PipelineEnd Undo);
}
