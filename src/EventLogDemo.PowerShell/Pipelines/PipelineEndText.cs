using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>Says what the end of a pipeline does, and has done, to what it ran on: that differs by environment.</summary>
internal static class PipelineEndText
{
    /// <summary>What is about to be done.</summary>
    public static string ActionOf(Pipeline pipeline, PipelineEnd end)
    {
        string action = (pipeline.Manifest.Environment, end.DeletesData) switch
        {
            (DockerEnvironment.Name, true) => SR.StopDockerRemoveAction,
            (DockerEnvironment.Name, false) => SR.StopDockerAction,
            (ExternalEnvironment.Name, true) => SR.StopExternalRemoveAction,
            (ExternalEnvironment.Name, false) => SR.StopExternalAction,
            (_, true) => SR.StopPipelineRemoveAction,
            _ => SR.StopPipelineAction,
        };
        string text = action.With(pipeline.Folder);
        return end.DeletesImages && pipeline.Manifest.Environment == DockerEnvironment.Name ? SR.StopDockerImagesAction.With(text) : text;
    }

    /// <summary>What has been done.</summary>
    public static string ResultOf(Pipeline pipeline, PipelineEnd end)
    {
        string result = (pipeline.Manifest.Environment, end.DeletesData) switch
        {
            (ExternalEnvironment.Name, true) => SR.StopExternalRemoveVerbose,
            (ExternalEnvironment.Name, false) => SR.StopExternalVerbose,
            (_, true) => SR.StopPipelineRemoveVerbose,
            (DockerEnvironment.Name, false) => SR.StopDockerVerbose,
            _ => SR.StopPipelineVerbose,
        };
        return result.With(pipeline.Name, pipeline.Folder);
    }
}
