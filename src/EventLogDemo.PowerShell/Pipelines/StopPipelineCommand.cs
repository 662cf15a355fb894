using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>Stops pipelines: their streams end, their files are closed, their containers are taken down.</summary>
[Cmdlet(VerbsLifecycle.Stop, "Pipeline", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(Pipeline))]
public sealed class StopPipelineCommand : NamedPipelineCmdlet
{
    /// <summary>Delete the data, also where it lies in a folder that was given with <c>-Path</c>.</summary>
    [Parameter]
    public SwitchParameter RemoveData { get; set; }

    /// <summary>Delete the images of its containers too, where it has any.</summary>
    [Parameter]
    public SwitchParameter RemoveImage { get; set; }

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

        PipelineEnd end = pipeline.End with
        {
            StopsServices = true,
            DeletesData = RemoveData || pipeline.End.DeletesData,
            DeletesImages = RemoveImage,
        };
        string action = end.DeletesData ? SR.StopPipelineRemoveAction.With(pipeline.Folder) : SR.StopPipelineAction;
        if (ShouldProcess(pipeline.Name, action))
        {
            pipeline.End = end;
            Await(SR.StopPipelineActivity.With(pipeline.Name), (_, _) => PipelineRegistry.Current.RemoveAsync(pipeline));
            WriteVerbose((end.DeletesData ? SR.StopPipelineRemoveVerbose : SR.StopPipelineVerbose).With(pipeline.Name, pipeline.Folder));
        }

        if (PassThru)
        {
            WriteObject(pipeline);
        }
    }
}
