using System.Management.Automation;
using EventLogDemo.Engine.Streams;
using EventLogDemo.PowerShell.Completion;
using EventLogDemo.PowerShell.Conversion;

namespace EventLogDemo.PowerShell.Streams;

/// <summary>Ends streams: giving up what is buffered, or delivering it first with -Drain.</summary>
[Cmdlet(VerbsLifecycle.Stop, "LogStream", DefaultParameterSetName = ByChoice, SupportsShouldProcess = true)]
[OutputType(typeof(LogStreamInfo))]
public sealed class StopLogStreamCommand : StreamActionCmdlet
{
    /// <summary>Deliver what is buffered first.</summary>
    [Parameter]
    public SwitchParameter Drain { get; set; }

    /// <summary>How long to wait for each stream. One that is not drained in time goes on draining.</summary>
    /// <value>Defaults to 1 minute.</value>
    [Parameter]
    [DurationTransformation]
    [ArgumentCompleter(typeof(DurationCompleter))]
    public Duration Timeout { get; set; } = new(TimeSpan.FromMinutes(1));

    private protected override string ActionName => Drain ? SR.DrainStreamAction : SR.StopStreamAction;

    private protected override void Act(LogStream stream) => Await(
        SR.StopStreamActivity.With(stream.Id),
        (_, cancellationToken) => StreamWaiter.StoppedAsync(stream, Drain, Timeout.Value, cancellationToken));
}
