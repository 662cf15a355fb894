using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>Stops pipelines: their streams end, their files are closed, their containers are taken down.</summary>
[Cmdlet(VerbsLifecycle.Stop, "Pipeline", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(PipelineInfo))]
public sealed class StopPipelineCommand : NamedPipelineCmdlet
{
    /// <summary>Delete the data: the folder, also one that was given with <c>-Path</c>, and on Docker the volumes. Clusters of others keep theirs.</summary>
    [Parameter]
    public SwitchParameter RemoveData { get; set; }

    /// <summary>Delete the images of its containers too; only Docker has any.</summary>
    [Parameter]
    public SwitchParameter RemoveImage { get; set; }

    /// <summary>Emit the pipelines.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override IReadOnlyList<Pipeline> Unnamed() => [PipelineRegistry.Current.GetDefault()];

    private protected override void Handle(Pipeline pipeline)
    {
        if (pipeline.IsClosed)
        {
            throw new PipelineClosedException(pipeline.Name);
        }

        PipelineEnd end = pipeline.DefaultEnd with
        {
            StopsServices = true,
            DeletesData = RemoveData || pipeline.DefaultEnd.DeletesData,
            DeletesImages = RemoveImage,
        };
        if (ShouldProcess(pipeline.Name, PipelineEndText.ActionOf(pipeline, end)))
        {
            Await(SR.StopPipelineActivity.With(pipeline.Name), (_, _) => PipelineRegistry.Current.RemoveAsync(pipeline, end));
            WriteVerbose(PipelineEndText.ResultOf(pipeline, end));
        }

        if (PassThru)
        {
            WriteObject(new PipelineInfo(pipeline));
        }
    }
}
