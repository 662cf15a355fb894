using System.Management.Automation;
using EventLogDemo.Engine.Environments;
using EventLogDemo.PowerShell.Bridge;
using EventLogDemo.PowerShell.Configuration;
using EventLogDemo.PowerShell.Conversion;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>Deletes pipelines that no process runs: what a killed process left, or a folder that was kept.</summary>
[Cmdlet(VerbsCommon.Remove, "Pipeline", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemovePipelineCommand : AsyncCmdlet
{
    /// <summary>The folder of the pipeline, as <c>Get-Pipeline -All</c> shows it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Folder")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>What differs from the usual on Docker: a file, or a hashtable.</summary>
    /// <value>Defaults to nothing.</value>
    [Parameter]
    [ValidateNotNull]
    public object? Configuration { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Attempt(() =>
    {
        string folder = FileSystemPath.Resolve(SessionState, Path);
        if (ShouldProcess(folder, SR.RemovePipelineAction))
        {
            Await(SR.RemovePipelineActivity.With(folder), (progress, cancellationToken) => PipelineFolders.RemoveAsync(
                folder, entry => ConfigurationArgument.Configure(entry, Configuration, SessionState), progress, cancellationToken));
        }
    });
}
