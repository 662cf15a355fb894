using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Bridge;
using EventLogDemo.PowerShell.Completion;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>A cmdlet that works on one pipeline: the named one, or the one that is running.</summary>
public abstract class PipelineCmdlet : AsyncCmdlet
{
    /// <summary>Name of a pipeline, or the pipeline itself.</summary>
    /// <value>Defaults to the running one.</value>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PipelineNameCompleter))]
    [ValidateNotNull]
    public PipelineReference? Pipeline { get; set; }

    /// <summary>The pipeline to work on. Without any to choose the command ends.</summary>
    /// <exception cref="UnknownPipelineException">None of that name is running.</exception>
    /// <exception cref="PipelineClosedException">It has been stopped.</exception>
    protected Pipeline FindPipeline() => Pipeline?.Find() ?? Demand(PipelineRegistry.Current.GetDefault);
}
