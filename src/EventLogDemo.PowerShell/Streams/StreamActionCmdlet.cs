using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using EventLogDemo.PowerShell.Completion;

namespace EventLogDemo.PowerShell.Streams;

/// <summary>A cmdlet that acts on streams, which must be named.</summary>
public abstract class StreamActionCmdlet : StreamCmdlet
{
    /// <summary>Numbers of the streams.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByChoice)]
    [ArgumentCompleter(typeof(StreamIdCompleter))]
    public int[]? Id { get; set; }

    /// <summary>Emit the streams.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected sealed override IReadOnlyList<int>? ChosenIds => Id;

    private protected abstract string ActionName { get; }

    // Acting on everything must be said.
    private protected sealed override bool NeedsIds => true;

    private protected sealed override void Handle(Pipeline pipeline, LogStream stream)
    {
        if (ShouldProcess(SR.StreamTarget.With(stream.Id, stream.Pipeline), ActionName))
        {
            Act(stream);
        }

        if (PassThru)
        {
            WriteObject(new LogStreamInfo(pipeline, stream));
        }
    }

    private protected abstract void Act(LogStream stream);
}
