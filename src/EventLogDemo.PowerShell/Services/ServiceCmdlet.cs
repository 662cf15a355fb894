using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Pipelines;

namespace EventLogDemo.PowerShell.Services;

/// <summary>A cmdlet that works on services, chosen by name or given as objects.</summary>
public abstract class ServiceCmdlet : PipelineCmdlet
{
    private protected const string ByName = nameof(ByName);
    private protected const string ByObject = nameof(ByObject);

    private readonly List<(Pipeline Pipeline, string Name)> _waiting = [];

    /// <summary>Services themselves.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [ValidateNotNull]
    public PipelineService[] InputObject { get; set; } = [];

    private protected abstract IReadOnlyList<string> ChosenNames { get; }

    /// <summary>Whether services are handled all at the end, each after those that it waits for.</summary>
    private protected virtual bool IsInStartOrder => false;

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        if (ParameterSetName == ByObject)
        {
            foreach (PipelineService service in InputObject)
            {
                Attempt(() => Take(new PipelineReference(service.Owner).Find(), service.Name));
            }

            return;
        }

        Attempt(() =>
        {
            Pipeline pipeline = FindPipeline();
            foreach (string name in Expand(pipeline.Ports.Services.Names))
            {
                Attempt(() => Take(pipeline, name));
            }
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach ((Pipeline pipeline, string name) in _waiting.OrderBy(service => ServiceNames.StartRankOf(service.Name)))
        {
            Attempt(() => Handle(pipeline, name));
        }
    }

    private protected abstract void Handle(Pipeline pipeline, string name);

    private protected PipelineService Look(Pipeline pipeline, string name) => new(
        pipeline,
        Await(name, (_, cancellationToken) => pipeline.Ports.Services.GetStatusAsync(name, cancellationToken).AsTask()));

    private void Take(Pipeline pipeline, string name)
    {
        if (IsInStartOrder)
        {
            _waiting.Add((pipeline, name));
        }
        else
        {
            Handle(pipeline, name);
        }
    }

    private List<string> Expand(IReadOnlyList<string> names)
    {
        List<string> expanded = [];
        foreach (string chosen in ChosenNames)
        {
            WildcardPattern pattern = NamePattern.Parse(chosen);
            List<string> matches = [.. names.Where(pattern.IsMatch)];
            if (matches.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(chosen))
            {
                Attempt(() => throw new UnknownServiceException(chosen, names));
            }

            expanded.AddRange(matches);
        }

        return [.. expanded.Distinct()];
    }
}
