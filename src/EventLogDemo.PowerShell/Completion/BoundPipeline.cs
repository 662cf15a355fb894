using System.Collections;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Conversion;

namespace EventLogDemo.PowerShell.Completion;

/// <summary>The pipeline that a line being typed is about.</summary>
internal static class BoundPipeline
{
    /// <summary>The one given with <c>-Pipeline</c>, or the running one.</summary>
    public static Pipeline Find(IDictionary bound) => Argument.Unwrap(bound["Pipeline"]) switch
    {
        PipelineInfo pipeline => PipelineRegistry.Current.Get(pipeline.Name),
        string name => PipelineRegistry.Current.Get(name),
        _ => PipelineRegistry.Current.GetDefault(),
    };
}
