using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Services;

/// <summary>Freezes services: whoever calls them waits until its own deadline.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "PipelineService", DefaultParameterSetName = ByChoice, SupportsShouldProcess = true)]
[OutputType(typeof(PipelineService))]
public sealed class SuspendPipelineServiceCommand : ServiceActionCmdlet
{
    private protected override ServiceAction Action => ServiceAction.Suspend;
}
