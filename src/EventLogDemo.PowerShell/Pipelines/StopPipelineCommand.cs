using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>Stops pipelines: their streams end, their files are closed.</summary>
[Cmdlet(VerbsLifecycle.Stop, "Pipeline", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(Pipeline))]
public sealed class StopPipelineCommand : NamedPipelineCmdlet
{
    /// <summary>Delete the data, also where it lies in a folder that was given with <c>-Path</c>.</summary>
    [Parameter]
    public SwitchParameter RemoveData { get; set; }

    /// <summary>Emit the pipelines.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override IReadOnlyList<Pipeline> Unnamed() => [Demand(PipelineRegistry.Current.GetDefault)];

    private protected override void Handle(Pipeline pipeline)
    {
        if (pipeline.IsClosed)
        {
            throw new PipelineClosedException(pipeline.Name);
        }

        bool deletes = RemoveData || pipeline.DeletesData;
        string action = deletes ? SR.StopPipelineRemoveAction.With(pipeline.Folder) : SR.StopPipelineAction;
        if (ShouldProcess(pipeline.Name, action))
        {
            pipeline.DeletesData = deletes;
            Await(SR.StopPipelineActivity.With(pipeline.Name), (_, _) => PipelineRegistry.Current.RemoveAsync(pipeline));
            WriteVerbose((deletes ? SR.StopPipelineRemoveVerbose : SR.StopPipelineVerbose).With(pipeline.Name, pipeline.Folder));
        }

        if (PassThru)
        {
            WriteObject(pipeline);
        }
    }
}
