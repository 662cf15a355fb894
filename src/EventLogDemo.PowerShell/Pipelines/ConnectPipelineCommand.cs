using System.Management.Automation;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Conversion;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>Opens the pipeline that a folder holds, after a clean stop or after its process was killed.</summary>
[Cmdlet(VerbsCommunications.Connect, "Pipeline", SupportsShouldProcess = true)]
[OutputType(typeof(Pipeline))]
public sealed class ConnectPipelineCommand : NewPipelineCmdlet
{
    /// <summary>The folder.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <inheritdoc/>
    protected override void EndProcessing() => Demand(() =>
    {
        string folder = FileSystemPath.Resolve(SessionState, Path);
        PipelineOptions options = new() { RefreshInterval = RefreshInterval.Value };
        options.Validate();
        CheckedTimeout();
        string activity = SR.ConnectPipelineActivity.With(folder);
        string name = Await(activity, (_, _) => Task.FromResult(EmbeddedEnvironment.ReadName(folder)));
        if (ShouldProcess(folder, SR.ConnectPipelineAction))
        {
            EmbeddedEnvironment environment = new(TimeProvider.System);
            Open(
                activity,
                name,
                SR.ConnectPipelineCondition,
                (progress, cancellationToken) => environment.ConnectAsync(folder, options, progress, cancellationToken));
        }
    });
}
