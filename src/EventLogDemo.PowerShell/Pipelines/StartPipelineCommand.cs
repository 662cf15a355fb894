using System.Management.Automation;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Completion;
using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>Starts a new pipeline.</summary>
[Cmdlet(VerbsLifecycle.Start, "Pipeline", SupportsShouldProcess = true)]
[OutputType(typeof(Pipeline))]
public sealed class StartPipelineCommand : NewPipelineCmdlet
{
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

    /// <summary>Folder for the data, kept after the pipeline has stopped.</summary>
    /// <value>Defaults to a fresh folder that goes with the pipeline.</value>
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

    /// <inheritdoc/>
    protected override void EndProcessing() => Demand(() =>
    {
        if (!string.Equals(Environment, EmbeddedEnvironment.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new UnknownEnvironmentException(Environment, [EmbeddedEnvironment.Name]);
        }

        PipelineOptions options = new()
        {
            Name = Name,
            Path = Path is null ? null : FileSystemPath.Resolve(SessionState, Path),
            PartitionCount = Int32Argument.Checked(nameof(PartitionCount), PartitionCount, 1, PipelineOptions.MaxPartitionCount),
            BucketSize = Int32Argument.Checked(nameof(BucketSize), BucketSize, PipelineOptions.MinBucketSize, PipelineOptions.MaxBucketSize),
            RefreshInterval = RefreshInterval.Value,
        };
        options.Validate();
        CheckedTimeout();
        if (ShouldProcess(options.Path is null ? Name : $"{Name} ({options.Path})", SR.StartPipelineAction.With(EmbeddedEnvironment.Name)))
        {
            EmbeddedEnvironment environment = new(TimeProvider.System);
            Open(
                SR.StartPipelineActivity.With(Name),
                Name,
                SR.StartPipelineCondition,
                (progress, cancellationToken) => environment.StartAsync(options, progress, cancellationToken),
                undo: pipeline => pipeline.DeletesData = true);
        }
    });
}
