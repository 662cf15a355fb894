using System.Management.Automation;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo.PowerShell.Streams;

/// <summary>Lets streams stand still; what is buffered is still delivered.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "LogStream", DefaultParameterSetName = ByChoice, SupportsShouldProcess = true)]
[OutputType(typeof(LogStreamInfo))]
public sealed class SuspendLogStreamCommand : StreamActionCmdlet
{
    private protected override string ActionName => SR.SuspendAction;

    private protected override void Act(LogStream stream)
    {
        stream.Suspend();
        Await(ActionName, (_, cancellationToken) => StreamWaiter.LeftAsync(stream, LogStreamState.Running, cancellationToken));
    }
}
