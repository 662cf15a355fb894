using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Errors;
using EventLogDemo.PowerShell.Pipelines;

namespace EventLogDemo.PowerShell.Streams;

/// <summary>A cmdlet that works on streams, chosen by number or given as objects.</summary>
public abstract class StreamCmdlet : PipelineItemCmdlet
{
    /// <summary>Numbers of the streams, or null where none were given.</summary>
    private protected abstract IReadOnlyList<int>? ChosenIds { get; }

    /// <summary>Whether a pipeline does not stand for all of its streams.</summary>
    private protected virtual bool NeedsIds => false;

    private protected sealed override void HandleChosen(PipelineReference? pipeline)
    {
        foreach (Pipeline owner in pipeline?.FindAll() ?? [PipelineRegistry.Current.GetDefault()])
        {
            StreamRoster roster = StreamRoster.Of(owner);
            foreach (int id in ChosenIds ?? [.. roster.All.Select(stream => stream.Id)])
            {
                Attempt(() => Handle(owner, roster.Get(id)));
            }
        }
    }

    private protected sealed override void HandleItem(InputItem item, PSObject source)
    {
        bool isPipeline = item.Is(typeof(PipelineInfo)) || (item.Text is not null && item.Number is null);
        if ((isPipeline ? null : item.Number ?? item.NumberOf(nameof(LogStreamInfo.Id))) is not { } id)
        {
            if (!isPipeline && item.TextOf(nameof(Pipeline)) is null)
            {
                throw new InputObjectException(item.ToString(), SR.InputHasNoStream);
            }

            InputObjectException.ThrowIf(NeedsIds && ChosenIds is null, item.ToString(), SR.InputNeedsName.With("-Id"));
            HandleChosen(PipelineReference.From(source));
            return;
        }

        InputObjectException.ThrowIf(ChosenIds is not null, item.ToString(), SR.InputNamedTwice.With("-Id"));
        Guid? run = item.IdOf(nameof(LogStreamInfo.Run));
        foreach (Pipeline owner in PipelineOf(item, source)?.FindAll() ?? [PipelineRegistry.Current.GetDefault()])
        {
            Attempt(() => Handle(owner, Find(owner, id, run)));
        }
    }

    private protected abstract void Handle(Pipeline pipeline, LogStream stream);

    // Numbers come round again: an object means the very stream that it was made of.
    private static LogStream Find(Pipeline pipeline, int id, Guid? run)
    {
        StreamRoster roster = StreamRoster.Of(pipeline);
        LogStream stream = roster.Get(id);
        return run is null || run == stream.Run
            ? stream
            : throw new UnknownStreamException(id, [.. roster.All.Select(other => other.Id).Where(other => other != id)]);
    }
}
