using System.Management.Automation;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo.PowerShell.Streams;

/// <summary>Changes the rate of streams at once.</summary>
[Cmdlet(VerbsCommon.Set, "LogStream", DefaultParameterSetName = ByChoice, SupportsShouldProcess = true)]
[OutputType(typeof(LogStreamInfo))]
public sealed class SetLogStreamCommand : StreamActionCmdlet
{
    /// <summary>Events per second; 0 for as fast as it goes.</summary>
    [Parameter(Mandatory = true)]
    public double Rate { get; set; }

    private protected override string ActionName => SR.SetStreamAction.With(Rate);

    private protected override void Act(LogStream stream) => stream.SetRate(Rate);
}
