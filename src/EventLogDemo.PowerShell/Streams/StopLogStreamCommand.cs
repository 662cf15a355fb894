using System.Management.Automation;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo.PowerShell.Streams;

/// <summary>Ends streams: giving up what is buffered, or delivering it first with -Drain.</summary>
[Cmdlet(VerbsLifecycle.Stop, "LogStream", DefaultParameterSetName = ById, SupportsShouldProcess = true)]
[OutputType(typeof(LogStream))]
public sealed class StopLogStreamCommand : StreamActionCmdlet
{
    /// <summary>Deliver what is buffered first.</summary>
    [Parameter]
    public SwitchParameter Drain { get; set; }

    private protected override string ActionName => Drain ? SR.DrainStreamAction : SR.StopStreamAction;

    private protected override void Act(LogStream stream) => Await(
        SR.StopStreamActivity.With(stream.Id), (_, cancellationToken) => stream.StopAsync(Drain, cancellationToken));
}
