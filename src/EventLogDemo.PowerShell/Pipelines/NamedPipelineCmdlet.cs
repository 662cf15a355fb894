using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Bridge;
using EventLogDemo.PowerShell.Completion;
using EventLogDemo.PowerShell.Conversion;

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

    /// <summary>Pipelines themselves.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [ValidateNotNull]
    public Pipeline[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        if (ParameterSetName == ByObject)
        {
            foreach (Pipeline pipeline in InputObject)
            {
                Attempt(() => Handle(pipeline));
            }

            return;
        }

        foreach (Pipeline pipeline in Name is null ? Unnamed() : Named(Name))
        {
            Attempt(() => Handle(pipeline));
        }
    }

    private protected abstract IReadOnlyList<Pipeline> Unnamed();

    private protected abstract void Handle(Pipeline pipeline);

    private List<Pipeline> Named(string[] names)
    {
        List<Pipeline> found = [];
        foreach (string name in names)
        {
            if (WildcardPattern.ContainsWildcardCharacters(name))
            {
                Attempt(() =>
                {
                    WildcardPattern pattern = NamePattern.Parse(name);
                    found.AddRange(PipelineRegistry.Current.All.Where(pipeline => pattern.IsMatch(pipeline.Name)));
                });
            }
            else
            {
                Attempt(() => found.Add(PipelineRegistry.Current.Get(name)));
            }
        }

        return [.. found.Distinct()];
    }
}
