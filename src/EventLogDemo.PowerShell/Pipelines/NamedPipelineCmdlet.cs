using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Bridge;
using EventLogDemo.PowerShell.Completion;
using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>A cmdlet that works on the pipelines of this process, chosen by name or given as objects.</summary>
public abstract class NamedPipelineCmdlet : AsyncCmdlet
{
    private protected const string ByName = nameof(ByName);
    private protected const string ByObject = nameof(ByObject);

    /// <summary>Names, with wildcards.</summary>
    [Parameter(Position = 0, ParameterSetName = ByName)]
    [ArgumentCompleter(typeof(PipelineNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Pipelines as objects, also those that came back from a file, a job or another machine; names; or objects with a <c>Name</c>.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        HashSet<Pipeline> found = [];
        if (ParameterSetName == ByObject)
        {
            foreach (PSObject item in InputObject)
            {
                Attempt(() => found.UnionWith(ReferenceOf(item).FindAll()));
            }
        }
        else if (Name is null)
        {
            Attempt(() => found.UnionWith(Unnamed()));
        }
        else
        {
            foreach (string name in Name)
            {
                Attempt(() => found.UnionWith(new PipelineReference(name).FindAll()));
            }
        }

        foreach (Pipeline pipeline in found)
        {
            Attempt(() => Handle(pipeline));
        }
    }

    private protected abstract IReadOnlyList<Pipeline> Unnamed();

    private protected abstract void Handle(Pipeline pipeline);

    // A service or stream is not taken for its pipeline: what is meant for a part must not stop the whole.
    private static PipelineReference ReferenceOf(PSObject source)
    {
        InputItem item = new(source);
        // Of another process, perhaps, while one of this process has its name.
        InputObjectException.ThrowIf(item.Is(typeof(PipelineFolderInfo)), item.TextOf(nameof(Name)) ?? item.ToString(), SR.InputIsFolder);
        return item.Text is not null || item.Is(typeof(PipelineInfo)) ? PipelineReference.From(source)
            : item.TextOf("Pipeline") is null && item.TextOf(nameof(Name)) is { } name ? new PipelineReference(name)
            : throw new InputObjectException(item.ToString(), SR.InputIsNoPipeline);
    }
}
