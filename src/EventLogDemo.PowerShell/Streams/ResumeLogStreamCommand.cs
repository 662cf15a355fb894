using System.Management.Automation;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo.PowerShell.Streams;

/// <summary>Lets suspended streams go on; the time stood still is not made up.</summary>
[Cmdlet(VerbsLifecycle.Resume, "LogStream", DefaultParameterSetName = ByChoice, SupportsShouldProcess = true)]
[OutputType(typeof(LogStreamInfo))]
public sealed class ResumeLogStreamCommand : StreamActionCmdlet
{
    private protected override string ActionName => SR.ResumeAction;

    private protected override void Act(LogStream stream)
    {
        stream.Resume();
        Await(ActionName, (_, cancellationToken) => StreamWaiter.LeftAsync(stream, LogStreamState.Suspended, cancellationToken));
    }
}
