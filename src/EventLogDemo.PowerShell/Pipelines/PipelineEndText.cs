using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>
/// Says what the end of a pipeline does, and has done, to what it ran on. That differs by environment: <c>SR.resx</c> has four
/// texts for each, <c>Stop</c>, the environment's name, <c>Remove</c> where data is deleted, and <c>Action</c> or <c>Result</c>.
/// </summary>
internal static class PipelineEndText
{
    /// <summary>What is about to be done.</summary>
    public static string ActionOf(Pipeline pipeline, PipelineEnd end)
    {
        EnvironmentEntry environment = EnvironmentCatalog.Of(pipeline);
        string text = Find(environment, end.DeletesData, "Action").With(pipeline.Folder);
        return end.DeletesImages && environment.HasImages ? SR.StopImagesAction.With(text) : text;
    }

    /// <summary>What has been done.</summary>
    public static string ResultOf(Pipeline pipeline, PipelineEnd end) =>
        Find(EnvironmentCatalog.Of(pipeline), end.DeletesData, "Result").With(pipeline.Name, pipeline.Folder);

    /// <summary>The text of an environment.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    internal static string Find(EnvironmentEntry environment, bool deletesData, string part)
    {
        string key = $"Stop{environment.Name}{(deletesData ? "Remove" : "")}{part}";
        return SR.ResourceManager.GetString(key, SR.Culture) ?? throw new InvalidOperationException($"SR.resx has no text '{key}'.");
    }
}
