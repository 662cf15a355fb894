using System.Management.Automation;
using EventLogDemo.PowerShell.Completion;
using EventLogDemo.PowerShell.Conversion;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>A cmdlet that works on things of pipelines (streams, services), which are chosen with parameters or come down the pipeline.</summary>
public abstract class PipelineItemCmdlet : PipelineCmdlet
{
    private protected const string ByChoice = nameof(ByChoice);
    private protected const string ByObject = nameof(ByObject);

    /// <summary>Names, with wildcards, or an object that says which pipeline it is of.</summary>
    /// <value>Defaults to the running one.</value>
    [Parameter]
    [PipelineTransformation]
    [ArgumentCompleter(typeof(PipelineNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNull]
    public override PipelineReference? Pipeline { get; set; }

    /// <summary>
    /// What to work on: an object of this module, also one that came back from a file, a job or another machine; any object with
    /// properties that name it; a text or a number; or a pipeline, for what it has.
    /// </summary>
    [Parameter(ParameterSetName = ByChoice, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = ByObject, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        if (InputObject.Length == 0)
        {
            Attempt(() => HandleChosen(Pipeline));
            return;
        }

        foreach (PSObject item in InputObject)
        {
            Attempt(() => HandleItem(new InputItem(item), item));
        }
    }

    /// <summary>Works on what the parameters choose in a pipeline; null for the one that is running.</summary>
    private protected abstract void HandleChosen(PipelineReference? pipeline);

    /// <summary>Works on an object that came down the pipeline.</summary>
    private protected abstract void HandleItem(InputItem item, PSObject source);

    /// <summary>The pipeline that an object is of, else the one of <c>-Pipeline</c>.</summary>
    private protected PipelineReference? PipelineOf(InputItem item, PSObject source) =>
        item.TextOf(nameof(Pipeline)) is null ? Pipeline : PipelineReference.From(source);
}
