using System.Collections;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Completion;

/// <summary>Names of the running pipelines.</summary>
internal sealed class PipelineNameCompleter : LiveCompleter
{
    private protected override IEnumerable<Candidate> Candidates(string prefix, IDictionary bound) =>
        PipelineRegistry.Current.All.Select(pipeline => new Candidate(
            pipeline.Name,
            SR.PipelineToolTip.With(pipeline.Manifest.Environment, pipeline.Manifest.PartitionCount, pipeline.Folder)));
}
