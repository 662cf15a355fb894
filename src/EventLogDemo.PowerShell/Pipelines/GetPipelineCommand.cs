using System.Management.Automation;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>Gets the pipelines of this process, or the folders of all pipelines on this machine.</summary>
[Cmdlet(VerbsCommon.Get, "Pipeline", DefaultParameterSetName = ByName)]
[OutputType(typeof(PipelineInfo), typeof(PipelineFolderInfo))]
public sealed class GetPipelineCommand : NamedPipelineCmdlet
{
    private const string OnMachine = nameof(OnMachine);

    /// <summary>The folders of all pipelines on this machine, those that killed processes left too.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OnMachine)]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (All)
        {
            Attempt(() => Run(SR.FindFoldersActivity, async (output, _) =>
            {
                foreach (PipelineFolder folder in PipelineFolders.FindAll())
                {
                    await output.WriteAsync(new PipelineFolderInfo(folder)).ConfigureAwait(false);
                }
            }));
        }
    }

    private protected override IReadOnlyList<Pipeline> Unnamed() => All ? [] : PipelineRegistry.Current.All;

    private protected override void Handle(Pipeline pipeline) => WriteObject(new PipelineInfo(pipeline));
}
