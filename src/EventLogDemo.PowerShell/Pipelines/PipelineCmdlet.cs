using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Bridge;
using EventLogDemo.PowerShell.Completion;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>A cmdlet that works on the named pipelines, or on the one that is running.</summary>
public abstract class PipelineCmdlet : AsyncCmdlet
{
    /// <summary>Names, with wildcards, or objects that say which pipeline they are of.</summary>
    /// <value>Defaults to the running one.</value>
    [Parameter(ValueFromPipeline = true)]
    [PipelineTransformation]
    [ArgumentCompleter(typeof(PipelineNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNull]
    public virtual PipelineReference? Pipeline { get; set; }

    /// <summary>Does something for each of the pipelines; an error of one does not keep the others from it.</summary>
    private protected void ForEachPipeline(Action<Pipeline> act) => Attempt(() =>
    {
        foreach (Pipeline pipeline in FindPipelines())
        {
            Attempt(() => act(pipeline));
        }
    });

    /// <summary>The pipelines to work on; none where wildcards match none.</summary>
    /// <exception cref="NoPipelineException">None is running.</exception>
    /// <exception cref="AmbiguousPipelineException">Several are running and none is named.</exception>
    /// <exception cref="UnknownPipelineException">None of that name is running.</exception>
    /// <exception cref="PipelineClosedException">It has been stopped.</exception>
    private protected IReadOnlyList<Pipeline> FindPipelines() => Pipeline?.FindAll() ?? [PipelineRegistry.Current.GetDefault()];
}
