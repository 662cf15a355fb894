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
[OutputType(typeof(PipelineInfo))]
public sealed class StartPipelineCommand : NewPipelineCmdlet
{
    private const long MaxQuietOrphanBytes = 1_000_000_000;

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
    public string Environment { get; set; } = EnvironmentCatalog.Default.Name;

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
        EnvironmentEntry entry = EnvironmentCatalog.Find(Environment);
        RefuseWhatDoesNotApply(entry);
        PipelineOptions options = new()
        {
            Name = Name,
            Path = Path is null ? null : FileSystemPath.Resolve(SessionState, Path),
            PartitionCount = Int32Argument.Checked(nameof(PartitionCount), PartitionCount, 1, PipelineOptions.MaxPartitionCount),
            BucketSize = Int32Argument.Checked(nameof(BucketSize), BucketSize, PipelineOptions.MinBucketSize, PipelineOptions.MaxBucketSize),
            RefreshInterval = RefreshInterval.Value,
        };
        options.Validate();
        if (!IsGiven(nameof(Timeout)))
        {
            Timeout = new Duration(entry.StartTimeout);
        }

        CheckedTimeout();
        IPipelineEnvironment environment = ConfigurationArgument.Configure(entry, Configuration, SessionState);
        if (ShouldProcess(options.Path is null ? Name : $"{Name} ({options.Path})", SR.StartPipelineAction.With(entry.Name)))
        {
            Pipeline pipeline = Open(
                SR.StartPipelineActivity.With(Name),
                Name,
                SR.StartPipelineCondition,
                (progress, cancellationToken) => environment.StartAsync(options, progress, cancellationToken),
                entry.AbandonedStart);
            WarnOfWhatIsNotUsed(pipeline.Manifest);
            WarnOfOrphans();
        }
    });

    private void WarnOfOrphans()
    {
        try
        {
            long bytes = PipelineFolders.MeasureOrphans();
            if (bytes > MaxQuietOrphanBytes)
            {
                WriteWarning(SR.OrphansHoldSpace.With(bytes / 1e9));
            }
        }
        catch (DataFolderAccessException failure)
        {
            // The pipeline runs; whoever wants to know what is left asks Get-Pipeline -All, which tells this as an error.
            WriteVerbose(failure.Message);
        }
    }

    // A topic or pipeline that existed before keeps its own settings.
    private void WarnOfWhatIsNotUsed(PipelineManifest manifest)
    {
        if (IsGiven(nameof(BucketSize)) && manifest.BucketSize != BucketSize)
        {
            WriteWarning(SR.BucketSizeNotUsed.With(manifest.Name, manifest.BucketSize, BucketSize));
        }

        if (IsGiven(nameof(PartitionCount)) && manifest.PartitionCount != PartitionCount)
        {
            WriteWarning(SR.PartitionCountNotUsed.With(manifest.Topic, manifest.PartitionCount, PartitionCount));
        }
    }

    private void RefuseWhatDoesNotApply(EnvironmentEntry environment)
    {
        foreach ((string parameter, string reason) in environment.NotApplicable)
        {
            if (IsGiven(parameter))
            {
                throw new EnvironmentParameterException(environment.Name, parameter, reason);
            }
        }
    }

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
