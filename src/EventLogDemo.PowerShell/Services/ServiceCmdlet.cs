using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Errors;
using EventLogDemo.PowerShell.Pipelines;

namespace EventLogDemo.PowerShell.Services;

/// <summary>A cmdlet that works on services, chosen by name or given as objects.</summary>
public abstract class ServiceCmdlet : PipelineItemCmdlet
{
    private static readonly string[] Everything = ["*"];

    private readonly List<(Pipeline Pipeline, string Name)> _waiting = [];

    /// <summary>What was given as names, or null.</summary>
    private protected abstract IReadOnlyList<string>? ChosenNames { get; }

    /// <summary>Whether a pipeline does not stand for all of its services.</summary>
    private protected virtual bool NeedsNames => false;

    /// <summary>Whether services are handled all at the end, each after those that it waits for.</summary>
    private protected virtual bool IsInStartOrder => false;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach ((Pipeline pipeline, string name) in _waiting.OrderBy(service => ServiceNames.StartRankOf(service.Name)))
        {
            Attempt(() => Handle(pipeline, name));
        }
    }

    private protected sealed override void HandleChosen(PipelineReference? pipeline) => Take(pipeline, ChosenNames ?? Everything);

    private protected sealed override void HandleItem(InputItem item, PSObject source)
    {
        string? pipeline = item.Is(typeof(PipelineInfo)) ? item.TextOf(nameof(PipelineInfo.Name)) : item.TextOf(nameof(Pipeline));
        string? name = item.Is(typeof(PipelineInfo)) ? null : item.Text ?? item.TextOf(nameof(PipelineService.Name));
        if (ChosenNames is { } chosen)
        {
            // The names are said already, so a text can only be the pipeline's.
            InputObjectException.ThrowIf(item.Text is null && name is not null, item.ToString(), SR.InputNamedTwice.With("-Name"));
            Take(PipelineReference.From(source), chosen);
        }
        else if (name is not null)
        {
            Take(PipelineOf(item, source), [name]);
        }
        else if (pipeline is not null)
        {
            InputObjectException.ThrowIf(NeedsNames, item.ToString(), SR.InputNeedsName.With("-Name"));
            Take(PipelineReference.From(source), Everything);
        }
        else
        {
            throw new InputObjectException(item.ToString(), SR.InputHasNoService);
        }
    }

    private protected abstract void Handle(Pipeline pipeline, string name);

    private protected PipelineService Look(Pipeline pipeline, string name) => new(
        pipeline,
        Await(name, (_, cancellationToken) => pipeline.Ports.Services.GetStatusAsync(name, cancellationToken).AsTask()));

    private void Take(PipelineReference? reference, IReadOnlyList<string> names)
    {
        foreach (Pipeline pipeline in reference?.FindAll() ?? [PipelineRegistry.Current.GetDefault()])
        {
            foreach (string name in Expand(names, pipeline.Ports.Services.Names))
            {
                if (IsInStartOrder)
                {
                    _waiting.Add((pipeline, name));
                }
                else
                {
                    Attempt(() => Handle(pipeline, name));
                }
            }
        }
    }

    private List<string> Expand(IReadOnlyList<string> chosen, IReadOnlyList<string> known)
    {
        List<string> expanded = [];
        foreach (string name in chosen)
        {
            Attempt(() =>
            {
                WildcardPattern pattern = NamePattern.Parse(name);
                List<string> matches = [.. known.Where(pattern.IsMatch)];
                if (matches.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                {
                    throw new UnknownServiceException(name, known);
                }

                expanded.AddRange(matches);
            });
        }

        return [.. expanded.Distinct()];
    }
}
